import { useEffect, useEffectEvent } from 'react';
import type { EventName, Events } from '../../shared/contract/events.js';
import { useClient } from './client-context.js';

/** Listens to the host while the component is there; the listener may change at every render. */
export function useEvent<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): void {
  const client = useClient();
  const onEvent = useEffectEvent(listener);
  useEffect(() => client.on(name, (payload) => onEvent(payload)), [client, name]);
}
