import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A file as the server has it: its bytes need not exist before they are asked for. */
export interface ServedFile {
  readonly sizeBytes: number;
  read(startByte: number, endByte: number): Uint8Array;
  /** Sent with every answer. Default: a strong ETag. */
  readonly headers?: OutgoingHttpHeaders;
}

/** Answers one request in another way. Returns false to leave it to the server. */
export type Fault = (request: IncomingMessage, response: ServerResponse, file: ServedFile) => boolean | undefined;

export interface RangeServer {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** Of every request, in order. */
  readonly requests: { readonly url: string; readonly headers: IncomingMessage['headers'] }[];
  /** Bytes of bodies that were sent. */
  sentBytes: number;
  /** Each is used for one request, in order; later requests are answered as they should be. */
  readonly faults: (Fault | undefined)[];
  /** By path, such as `/x.blp`. */
  readonly files: Map<string, ServedFile>;
}

/** Bytes in memory. */
export function served(bytes: Uint8Array, headers: OutgoingHttpHeaders = { etag: '"1"' }): ServedFile {
  return { sizeBytes: bytes.byteLength, read: (start, end) => bytes.subarray(start, end), headers };
}

/** A server of ranges on the loopback address, closed at the end of the test. */
export async function startRangeServer(files: Readonly<Record<string, ServedFile>> = {}): Promise<RangeServer> {
  const http = createServer((request, response) => {
    const url = request.url ?? '/';
    server.requests.push({ url, headers: request.headers });
    const file = server.files.get(url.replace(/\?.*/, ''));
    const fault = server.faults.shift();
    if (fault && file && fault(request, response, file) !== false) return;
    if (file) answer(server, file, request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  // A server that listens on a port has an address of this kind.
  const { port } = http.address() as AddressInfo;
  const server: RangeServer = {
    origin: `http://127.0.0.1:${port}`,
    requests: [],
    sentBytes: 0,
    faults: [],
    files: new Map(Object.entries(files)),
  };
  return server;
}

/** The answer of a server that keeps to RFC 9110. */
export function answer(
  server: RangeServer,
  file: ServedFile,
  { headers, method }: IncomingMessage,
  response: ServerResponse,
): void {
  const { sizeBytes } = file;
  const own = { 'accept-ranges': 'bytes', ...(file.headers ?? { etag: '"1"' }) };
  const condition = headers['if-range'];
  const isSame = condition === undefined || condition === own.etag || condition === file.headers?.['last-modified'];
  const range = isSame ? rangeOf(headers.range, sizeBytes) : undefined;
  if (range && range.startByte >= sizeBytes) {
    response.writeHead(416, { ...own, 'content-range': `bytes */${sizeBytes}` }).end();
    return;
  }
  const { startByte, endByte } = range ?? { startByte: 0, endByte: sizeBytes };
  const rangeHeaders = range && { 'content-range': `bytes ${startByte}-${endByte - 1}/${sizeBytes}` };
  response.writeHead(range ? 206 : 200, { ...own, ...rangeHeaders, 'content-length': endByte - startByte });
  if (method === 'HEAD') {
    response.end();
    return;
  }
  server.sentBytes += endByte - startByte;
  response.end(file.read(startByte, endByte));
}

export function rangeOf(
  text: string | undefined,
  sizeBytes: number,
): { startByte: number; endByte: number } | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(text ?? '') ?? [];
  if (first === undefined || last === undefined) return undefined;
  return { startByte: Number(first), endByte: Math.min(Number(last) + 1, sizeBytes) };
}
