/**
 * The calls, streams and events of a thread as types. Both sides (`serveThread`, `ThreadClient`) are derived from them, so that a
 * misspelt name does not compile. Requests, responses, heads and events are plain data, as `postMessage` copies it.
 */
export interface ThreadService {
  /** Name -> `(request) => response`. */
  readonly calls: object;
  /** Name -> `(request) => head`; the head precedes the bytes. */
  readonly streams: object;
  /** Events that the thread emits; several kinds are a tagged union. */
  readonly event: unknown;
}

type RequestOf<Signature> = Signature extends (request: infer Request) => unknown ? Request : never;
type ResponseOf<Signature> = Signature extends (request: never) => infer Response ? Response : never;

export type CallName<Service extends ThreadService> = keyof Service['calls'] & string;
export type CallRequest<Service extends ThreadService, Name extends CallName<Service>> = RequestOf<
  Service['calls'][Name]
>;
export type CallResponse<Service extends ThreadService, Name extends CallName<Service>> = ResponseOf<
  Service['calls'][Name]
>;

export type StreamName<Service extends ThreadService> = keyof Service['streams'] & string;
export type StreamRequest<Service extends ThreadService, Name extends StreamName<Service>> = RequestOf<
  Service['streams'][Name]
>;
/** The head of a stream with its bytes, which are made while they are read; leaving them early stops the work. */
export type StreamAnswer<Service extends ThreadService, Name extends StreamName<Service>> = Streamed<
  ResponseOf<Service['streams'][Name]>
>;
export type Streamed<Head> = Head & { readonly body: AsyncIterable<Uint8Array> };

/** The thread's side of a service. A handler's signal is aborted when the caller cancels, and when the thread has to end. */
export interface ThreadHandlers<Service extends ThreadService> {
  readonly calls: {
    readonly [Name in CallName<Service>]: (
      request: CallRequest<Service, Name>,
      signal: AbortSignal,
    ) => CallResponse<Service, Name> | Promise<CallResponse<Service, Name>>;
  };
  readonly streams: {
    readonly [Name in StreamName<Service>]: (
      request: StreamRequest<Service, Name>,
      signal: AbortSignal,
    ) => Promise<StreamAnswer<Service, Name>>;
  };
  /** Called once, when the thread has to end; the thread ends when this and all calls have settled. */
  readonly end?: () => Promise<void> | void;
}

/** Converts errors to plain data and back; both sides of a service use the same one. */
export interface ErrorTransport<Encoded = unknown> {
  /** In the thread: turns a thrown value into plain data. */
  encode(thrown: unknown): Encoded;
  /** In the caller: turns it back into an error. */
  decode(encoded: Encoded): Error;
  /** The error of a cancelled call or stream. */
  cancelled(): Error;
}

/** To the thread. `id` is that of a call or stream; ids are never used twice. */
export type ToThread =
  | { readonly kind: 'call' | 'stream'; readonly id: number; readonly name: string; readonly request: unknown }
  /** Requests the next piece of a stream. The first piece needs no request; at most one piece is requested at a time. */
  | { readonly kind: 'more'; readonly id: number }
  /** A cancelled call gets a response nevertheless, a cancelled stream does not. */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'end' };

/** From the thread. Each call ends with `answer` or `failure`, each stream with `done` or `failure`. */
export type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly response: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: unknown }
  | { readonly kind: 'head'; readonly id: number; readonly head: object }
  | { readonly kind: 'piece'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'event'; readonly event: unknown };
