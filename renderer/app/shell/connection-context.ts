import { createContext, useContext, useSyncExternalStore } from 'react';
import { type Connection, type ConnectionState, steadyConnection } from '../../api/connection.js';

export const ConnectionContext = createContext<Connection>(steadyConnection);

/** Whether there is a host to talk to. */
export function useConnection(): ConnectionState {
  const connection = useContext(ConnectionContext);
  return useSyncExternalStore(
    (onChange) => connection.watch(onChange),
    () => connection.state,
  );
}
