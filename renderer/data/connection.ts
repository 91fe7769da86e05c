/** Whether there is a host to talk to; only a transport that can lose it ever says anything but `connected`. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused';

/** A connection that can be watched. */
export interface Connection {
  readonly state: ConnectionState;
  /** Answers how to stop listening. */
  watch(listener: () => void): () => void;
}

/** That of transports that cannot lose their host. */
export const steadyConnection: Connection = { state: 'connected', watch: () => () => {} };
