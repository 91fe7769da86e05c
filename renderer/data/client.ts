import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.js';
import type { EventName, Events } from '../../shared/contract/events.js';
import type { FileId } from '../../shared/contract/files.js';
import type { Result } from '../../shared/contract/result.js';
import type { StreamName, StreamRequest } from '../../shared/contract/streams.js';
import type { AdmitWatch, Transport } from '../../shared/contract/transport.js';
import { CallError } from '../../shared/errors/contract-error.js';
import { type FetchStream, fetchAnswer, type StreamAnswer } from './stream-answer.js';

/** Calls without a request take no second argument. */
type RequestArguments<Name extends CallName> =
  undefined extends RequestOf<Name> ? readonly [] : readonly [request: RequestOf<Name>];

/** The host for the views: typed, and errors are thrown as CallError. */
export interface Client {
  call<Name extends CallName>(name: Name, ...request: RequestArguments<Name>): Promise<ResponseOf<Name>>;
  /** Requests an answer in bytes. Aborting stops the host's work on it and rejects with the abort's own reason. */
  stream<Name extends StreamName>(
    name: Name,
    request: StreamRequest<Name>,
    signal?: AbortSignal,
  ): Promise<StreamAnswer>;
  /** The address of an answer in bytes, for links that save it. */
  streamUrl<Name extends StreamName>(name: Name, request: StreamRequest<Name>): string;
  /** Returns a function that removes the listener. */
  on<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void;
  /** Makes ids of files that were dropped or chosen in the page. */
  admit(files: readonly File[], watch?: AdmitWatch): Promise<readonly FileId[]>;
  dragOut(id: FileId): void;
  downloadUrl(id: FileId): string | undefined;
}

/** Every transport gives the same client. */
export function createClient(
  transport: Transport,
  fetchStream: FetchStream = (url, options) => fetch(url, options),
): Client {
  return {
    async call<Name extends CallName>(name: Name, ...[request]: RequestArguments<Name>) {
      // The host answers each name with its own response: both are derived from the contract's map.
      return unwrap(await reach(() => transport.call(name, request))) as ResponseOf<Name>;
    },
    stream: (name, request, signal) => fetchAnswer(fetchStream, transport.streamUrl(name, request), signal),
    streamUrl: (name, request) => transport.streamUrl(name, request),
    on(name, listener) {
      return transport.subscribe((message) => {
        // The name of a message determines the type of its payload.
        if (message.name === name) listener(message.payload as Parameters<typeof listener>[0]);
      });
    },
    async admit(files, watch) {
      return unwrap(await reach(() => transport.admit(files, ...(watch ? [watch] : []))));
    },
    dragOut: (id) => transport.dragOut(id),
    downloadUrl: (id) => transport.downloadUrl(id),
  };
}

/** A transport rejects only when the host cannot be reached. */
async function reach<T>(send: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await send();
  } catch (cause) {
    const error = {
      kind: 'io',
      message: 'The program that does the work does not answer.',
      remedy: 'If it was started from a terminal, check that it is running there.',
      details: String(cause),
    } as const;
    throw new CallError(error, cause);
  }
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new CallError(result.error);
}
