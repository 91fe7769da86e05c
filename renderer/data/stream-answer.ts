import type { ContractError, Result } from '../../shared/contract/result.js';
import { CallError } from '../../shared/errors/contract-error.js';

/** An answer in bytes whose head has come; one of the readers may be called, once. */
export interface StreamAnswer {
  /** A header by its name; undefined where the host set none. */
  header(name: string): string | undefined;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** Little-endian numbers, which is how every machine that runs this page keeps them. */
  f32(): Promise<Float32Array<ArrayBuffer>>;
  f64(): Promise<Float64Array<ArrayBuffer>>;
}

/** How a stream is asked for: the page's own `fetch`, or what stands in for it. */
export type FetchStream = (url: string, options: { readonly signal?: AbortSignal }) => Promise<Response>;

/** Asks for a stream. Throws CallError for what the host refuses or when it is gone, and what an abort throws as it is. */
export async function fetchAnswer(fetchStream: FetchStream, url: string, signal?: AbortSignal): Promise<StreamAnswer> {
  const response = await orLost(signal, () => fetchStream(url, signal ? { signal } : {}));
  if (!response.ok) throw new CallError(await refusalOf(response));
  const buffer = () => orLost(signal, () => response.arrayBuffer());
  return {
    header: (name) => response.headers.get(name) ?? undefined,
    bytes: async () => new Uint8Array(await buffer()),
    f32: async () => new Float32Array(whole(await buffer(), Float32Array.BYTES_PER_ELEMENT)),
    f64: async () => new Float64Array(whole(await buffer(), Float64Array.BYTES_PER_ELEMENT)),
  };
}

/** The envelope that every refusal brings; a proxy or a host that is just ending may bring something else. */
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
    // Who aborts knows that it did, and is not told of a failure.
    if (signal?.aborted) throw cause;
    throw new CallError(BROKE_OFF, cause);
  }
}

const BROKE_OFF: ContractError = {
  kind: 'io',
  message: 'The answer broke off before it was whole.',
  remedy: 'Try again; if the file was changed meanwhile, open it again.',
};

function whole(buffer: ArrayBuffer, itemBytes: number): ArrayBuffer {
  if (buffer.byteLength % itemBytes === 0) return buffer;
  throw new CallError({ ...BROKE_OFF, details: `${buffer.byteLength} bytes are no whole number of ${itemBytes}` });
}
