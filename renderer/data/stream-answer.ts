import type { ContractError, Result } from '../../shared/contract/result.js';
import { CallError } from '../../shared/errors/contract-error.js';

/** An answer in bytes whose headers have arrived; one of the readers may be called, once. */
export interface StreamAnswer {
  /** A header by its name; undefined where the host set none. */
  header(name: string): string | undefined;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** Little-endian numbers, the byte order of every machine that runs this page. */
  f32(): Promise<Float32Array<ArrayBuffer>>;
  f64(): Promise<Float64Array<ArrayBuffer>>;
}

/** How a stream is requested: the page's own `fetch`, or a replacement for it. */
export type FetchStream = (url: string, options: { readonly signal?: AbortSignal }) => Promise<Response>;

/** Requests a stream. Throws CallError when the host refuses or cannot be reached; an abort rejects with its own reason. */
export async function fetchAnswer(fetchStream: FetchStream, url: string, signal?: AbortSignal): Promise<StreamAnswer> {
  const response = await orLost(signal, () => fetchStream(url, signal ? { signal } : {}));
  if (!response.ok) throw new CallError(await refusalOf(response));
  const buffer = () => orLost(signal, () => response.arrayBuffer());
  return {
    header: (name) => response.headers.get(name) ?? undefined,
    bytes: async () => new Uint8Array(await buffer()),
    f32: async () => new Float32Array(checkLength(await buffer(), Float32Array.BYTES_PER_ELEMENT)),
    f64: async () => new Float64Array(checkLength(await buffer(), Float64Array.BYTES_PER_ELEMENT)),
  };
}

/** The error in the envelope of a refusal; a proxy, or a host that is ending, may send something else. */
async function refusalOf(response: Response): Promise<ContractError> {
  const answer: unknown = await response.json().catch(() => undefined);
  if (isRefusal(answer)) return answer.error;
  return { kind: 'internal', message: 'The program refused without a reason.', details: `status ${response.status}` };
}

function isRefusal(answer: unknown): answer is Extract<Result<never>, { ok: false }> {
  return typeof answer === 'object' && answer !== null && 'error' in answer && 'ok' in answer && answer.ok === false;
}

async function orLost<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    // An abort is no failure: its reason is passed on unchanged.
    if (signal?.aborted) throw cause;
    throw new CallError(INCOMPLETE, cause);
  }
}

const INCOMPLETE: ContractError = {
  kind: 'io',
  message: 'The answer broke off before it was complete.',
  remedy: 'Try again; if the file has changed, open it again.',
};

function checkLength(buffer: ArrayBuffer, itemBytes: number): ArrayBuffer {
  if (buffer.byteLength % itemBytes === 0) return buffer;
  throw new CallError({ ...INCOMPLETE, details: `${buffer.byteLength} bytes are not a multiple of ${itemBytes}` });
}
