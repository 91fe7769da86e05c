import { createContext, useContext, useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { type Connection, type ConnectionState, steadyConnection } from './connection.js';

export const ConnectionContext = createContext<Connection>(steadyConnection);

/** Whether there is a host to talk to. */
export function useConnection(): ConnectionState {
  const connection = useContext(ConnectionContext);
  return useSyncExternalStore(
    (onChange) => connection.watch(onChange),
    () => connection.state,
  );
}

/** Calls each time that the host is there again after it was lost: calls failed meanwhile, and no event was heard. */
export function useReconnected(onReconnected: () => void): void {
  const connection = useContext(ConnectionContext);
  const onConnected = useEffectEvent(onReconnected);
  useEffect(() => {
    let before = connection.state;
    return connection.watch(() => {
      const isBack = connection.state === 'connected' && before === 'lost';
      before = connection.state;
      if (isBack) onConnected();
    });
  }, [connection]);
}
