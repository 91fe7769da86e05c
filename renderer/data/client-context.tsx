import { createContext, type ReactNode, useContext, useEffect, useEffectEvent } from 'react';
import type { EventName, Events } from '../../shared/contract/events.js';
import type { Client } from './client.js';

const ClientContext = createContext<Client | undefined>(undefined);

interface Props {
  readonly client: Client;
  readonly children: ReactNode;
}

/** Once, around the app. */
export function ClientProvider({ client, children }: Props) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The client of the host. Throws outside ClientProvider, which is a fault of the program. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useClient is called outside ClientProvider');
  return client;
}

/** Listens to an event of the host while the component is mounted. `listener` may be another function at every render. */
export function useEvent<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): void {
  const client = useClient();
  const onEvent = useEffectEvent(listener);
  useEffect(() => client.on(name, (payload) => onEvent(payload)), [client, name]);
}
