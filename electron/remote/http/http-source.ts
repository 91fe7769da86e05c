import { IoError } from '../../../shared/format/errors.js';
import type { RangeSource } from '../ranges/range-source.js';
import { TransientFailure, withRetries } from '../retries.js';
import { parseContentRange, unsatisfiedTotal } from './content-range.js';
import type { HttpClient, HttpRequest, HttpResponse, RequestHeaders } from './http-client.js';
import { failureOfConnection, failureOfStatus } from './http-failures.js';
import { changedOnServer, requireSameContent, type Validators, validatorsOf } from './validators.js';

/** A file on a server. */
export interface HttpFile {
  readonly url: URL;
  /** For messages: without credentials. */
  readonly name: string;
  /** Whether the environment chose the server, which may then have a private address. */
  readonly isOfEnvironment?: boolean;
  /** See `HttpRequest`. */
  readonly authorize?: HttpRequest['authorize'];
  /** What an answer that refuses says in its body, of which it may read some; undefined where its status says as much. */
  readonly reasonOf?: (response: HttpResponse) => Promise<IoError | undefined>;
}

/** Bytes that the first request asks for: the head of a container, and all of a small one. */
const FIRST_BYTES = 2 ** 16;

/** What the first request found. */
export type OpenedHttp =
  | { readonly kind: 'ranges'; readonly source: RangeSource }
  /** The server sends only whole files. `download` starts anew at each call; it may fail on the way with TransientFailure. */
  | { readonly kind: 'whole'; readonly sizeBytes: number | undefined; download(): AsyncGenerator<Uint8Array> };

/**
 * Asks for the first bytes of a file. Every later answer is compared with this one: its range, the size of the file, and its ETag or
 * date. Owns the client until the source is closed. Throws IoError.
 */
export async function openHttpSource(client: HttpClient, file: HttpFile): Promise<OpenedHttp> {
  return withRetries(client.settings, client.settings.signal, async () => {
    const response = await send(client, file, { range: `bytes=0-${FIRST_BYTES - 1}` });
    if (response.status === 200) return wholeFile(client, file, response);
    if (response.status === 416) return emptyFile(client, file, response);
    if (response.status !== 206) throw await refused(file, response);
    const { range, totalBytes } = answeredRange(file, response);
    const isRight = range.startByte === 0 && range.endByte === Math.min(FIRST_BYTES, totalBytes);
    if (!isRight) throw wrongRange(file, response);
    const firstBytes = await readBody(client, file, response, range.endByte);
    return {
      kind: 'ranges',
      source: new HttpSource(client, file, {
        firstBytes,
        totalBytes,
        validators: validatorsOf(response.headers),
        url: response.url,
      }),
    };
  });
}

/** What the first answer said. */
interface FirstAnswer {
  readonly firstBytes: Uint8Array;
  readonly totalBytes: number;
  readonly validators: Validators;
  readonly url: URL;
}

class HttpSource implements RangeSource {
  readonly name: string;
  readonly sizeBytes: number;
  readonly contentKey: string | undefined;
  readonly firstBytes: Uint8Array;
  readonly #client: HttpClient;
  readonly #file: HttpFile;
  readonly #validators: Validators;
  /** Where the server redirected to last: later requests go there at once. */
  #from: URL;

  constructor(client: HttpClient, file: HttpFile, { firstBytes, totalBytes, validators, url }: FirstAnswer) {
    this.name = file.name;
    this.sizeBytes = totalBytes;
    this.firstBytes = firstBytes;
    this.#client = client;
    this.#file = file;
    this.#validators = validators;
    this.#from = url;
    const { strongEtag } = validators;
    this.contentKey = strongEtag === undefined ? undefined : `${addressKey(file.url)} ${totalBytes} ${strongEtag}`;
  }

  read(startByte: number, endByte: number): Promise<Uint8Array> {
    const { settings } = this.#client;
    return withRetries(settings, settings.signal, async () => {
      const range = { range: `bytes=${startByte}-${endByte - 1}`, ...this.#validators.ifRange };
      const response = await this.#sendFromLast(range);
      await this.#requireSame(response);
      const answered = answeredRange(this.#file, response);
      if (answered.range.startByte !== startByte || answered.range.endByte !== endByte) {
        throw wrongRange(this.#file, response);
      }
      return readBody(this.#client, this.#file, response, endByte - startByte);
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** An address that the server redirected to may be valid for some minutes only: then the server is asked for a new one. */
  async #sendFromLast(headers: RequestHeaders): Promise<HttpResponse> {
    const response = await send(this.#client, this.#file, headers, this.#from);
    const isRefused = [401, 403, 404, 410].includes(response.status);
    if (isRefused && this.#from.href !== this.#file.url.href) {
      response.body.destroy();
      this.#from = this.#file.url;
      return send(this.#client, this.#file, headers);
    }
    this.#from = response.url;
    return response;
  }

  /** Throws unless the answer has a part of the content that was opened. */
  async #requireSame(response: HttpResponse): Promise<void> {
    const { status, headers } = response;
    const isNew = status === 200 || status === 416 || status === 412;
    if (status !== 206 && !isNew) throw await refused(this.#file, response);
    try {
      if (status === 412) throw changedOnServer(this.name);
      if (status === 416 && unsatisfiedTotal(headers['content-range']) !== this.sizeBytes)
        throw changedOnServer(this.name);
      requireSameContent(this.name, this.#validators, headers);
      if (status === 206) {
        const totalBytes = parseContentRange(headers['content-range'])?.totalBytes;
        if (totalBytes !== undefined && totalBytes !== this.sizeBytes) throw changedOnServer(this.name);
        return;
      }
      // The same content, but not a part of it: a cache on the way that does not know ranges.
      throw transient(this.#file, `the server sent no part of the file (${status})`);
    } catch (error) {
      response.body.destroy();
      throw error;
    }
  }
}

function send(client: HttpClient, file: HttpFile, headers: RequestHeaders, from?: URL): Promise<HttpResponse> {
  const { url, name, authorize } = file;
  return client.send({ url, method: 'GET', headers, name, ...(authorize && { authorize }) }, from);
}

/** Without credentials: the same bytes whoever asks. */
function addressKey(url: URL): string {
  return `${url.origin}${url.pathname}${url.search}`;
}

function wholeFile(client: HttpClient, file: HttpFile, first: HttpResponse): OpenedHttp {
  const length = Number(first.headers['content-length'] ?? Number.NaN);
  let waiting: HttpResponse | undefined = first;
  return {
    kind: 'whole',
    sizeBytes: Number.isSafeInteger(length) ? length : undefined,
    async *download() {
      const response = waiting ?? (await send(client, file, {}));
      waiting = undefined;
      if (response.status !== 200) throw await refused(file, response);
      yield* bodyPieces(client, file, response);
    },
  };
}

/** A range is asked for of a file of 0 bytes, which has none. */
async function emptyFile(client: HttpClient, file: HttpFile, response: HttpResponse): Promise<OpenedHttp> {
  response.body.destroy();
  // Services of S3 refuse the range without saying of how many bytes.
  const totalBytes = unsatisfiedTotal(response.headers['content-range']) ?? (await lengthOf(client, file));
  if (totalBytes !== 0) throw failureOfStatus(file.name, 416);
  const first = {
    firstBytes: new Uint8Array(0),
    totalBytes: 0,
    validators: validatorsOf(response.headers),
    url: response.url,
  };
  return { kind: 'ranges', source: new HttpSource(client, file, first) };
}

/** What a request for all of the file says; undefined where it says nothing. */
async function lengthOf(client: HttpClient, file: HttpFile): Promise<number | undefined> {
  const { status, headers, body } = await send(client, file, {});
  body.destroy();
  return status === 200 && headers['content-length'] !== undefined ? Number(headers['content-length']) : undefined;
}

async function refused(file: HttpFile, response: HttpResponse): Promise<Error> {
  const retryAfter = response.headers['retry-after'];
  const failure = failureOfStatus(file.name, response.status, typeof retryAfter === 'string' ? retryAfter : undefined);
  const reason = failure instanceof TransientFailure ? undefined : await file.reasonOf?.(response);
  response.body.destroy();
  return reason ?? failure;
}

/** The range of an answer 206. Throws TransientFailure when it cannot be understood or the bytes are encoded. */
function answeredRange(
  file: HttpFile,
  response: HttpResponse,
): { range: { startByte: number; endByte: number }; totalBytes: number } {
  const { headers } = response;
  const range = parseContentRange(headers['content-range']);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    response.body.destroy();
    throw transient(
      file,
      `the server sent the bytes in the encoding ${JSON.stringify(encoding)}, which was not asked for`,
    );
  }
  if (range?.totalBytes === undefined) throw wrongRange(file, response);
  return { range, totalBytes: range.totalBytes };
}

function wrongRange(file: HttpFile, response: HttpResponse): TransientFailure {
  response.body.destroy();
  const said = JSON.stringify(response.headers['content-range'] ?? 'no range');
  return transient(file, `the server sent another part of the file than the one that was asked for (${said})`);
}

function transient({ name }: HttpFile, reason: string): TransientFailure {
  return new TransientFailure(new IoError('EIO', `cannot read '${name}': ${reason}`, { file: name }));
}

/** The body, which must have exactly this many bytes, a number that the caller has chosen. Throws TransientFailure. */
async function readBody(
  client: HttpClient,
  file: HttpFile,
  response: HttpResponse,
  lengthBytes: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(lengthBytes);
  let filled = 0;
  for await (const piece of bodyPieces(client, file, response)) {
    if (filled + piece.byteLength > lengthBytes) {
      response.body.destroy();
      throw transient(file, `the server sent more than the ${lengthBytes} bytes that were asked for`);
    }
    bytes.set(piece, filled);
    filled += piece.byteLength;
  }
  if (filled === lengthBytes) return bytes;
  throw transient(file, `the answer ended after ${filled} of ${lengthBytes} bytes`);
}

async function* bodyPieces(
  { settings }: HttpClient,
  file: HttpFile,
  { body }: HttpResponse,
): AsyncGenerator<Uint8Array> {
  const isTooSlow = paceOf(settings.idleTimeoutMs);
  try {
    for await (const piece of body) {
      settings.onReceived?.(piece.byteLength);
      yield piece;
      if (isTooSlow(piece.byteLength)) throw Object.assign(new Error('a slow body'), { code: 'ESLOW' });
    }
  } catch (error) {
    throw failureOfConnection(file.name, error);
  } finally {
    body.destroy();
  }
}

/** Least bytes of a body in the time of the longest wait: a server that sends some now and then would otherwise be waited for without end. */
const LEAST_BYTES = 2 ** 10;

/** A function that gets how many bytes have arrived, and answers whether they are too few for the time. */
function paceOf(windowMs: number): (receivedBytes: number) => boolean {
  let startMs = performance.now();
  let inWindowBytes = 0;
  return (receivedBytes) => {
    inWindowBytes += receivedBytes;
    const nowMs = performance.now();
    if (nowMs - startMs < windowMs) return false;
    const isTooSlow = inWindowBytes < LEAST_BYTES;
    [startMs, inWindowBytes] = [nowMs, 0];
    return isTooSlow;
  };
}
