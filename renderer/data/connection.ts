import { createContext, useContext, useEffect, useEffectEvent, useSyncExternalStore } from 'react';

/** Whether the host can be reached; always `connected` for transports that cannot lose it. `stalled`: it is silent at the moment. */
export type ConnectionState = 'connecting' | 'connected' | 'stalled' | 'lost' | 'refused';

/** A connection that can be watched. */
export interface Connection {
  readonly state: ConnectionState;
  /** Returns a function that removes the listener. */
  watch(listener: () => void): () => void;
}

/** For transports that cannot lose the host. */
export const steadyConnection: Connection = { state: 'connected', watch: () => () => {} };

export const ConnectionContext = createContext<Connection>(steadyConnection);

/** Whether the host can be reached. */
export function useConnection(): ConnectionState {
  const connection = useContext(ConnectionContext);
  return useSyncExternalStore(
    (onChange) => connection.watch(onChange),
    () => connection.state,
  );
}

/** Runs each time the connection is back after it was lost: until then calls failed and events were missed. */
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
