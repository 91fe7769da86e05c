import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Result } from '../../shared/contract/result.js';
import type { ByteAnswer } from '../../shared/contract/streams.js';
import { byteHeaders, statusOf } from '../host/http/response-headers.js';
import type { StaticResponse } from '../host/http/static-files.js';

/** What the page's scripts asked for: an envelope, never cached. */
export function sendResult(response: ServerResponse, result: Result<unknown>): void {
  const text = JSON.stringify(result);
  response.writeHead(result.ok ? 200 : statusOf(result.error.kind), {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** Refuses a request without a word that helps an attacker. */
export function sendRefusal(response: ServerResponse, status: 400 | 403 | 404 | 405 | 416, headers = {}): void {
  response.writeHead(status, { 'content-length': 0, 'cache-control': 'no-store', ...headers });
  response.end();
}

export async function sendStatic(response: ServerResponse, { status, headers, body }: StaticResponse): Promise<void> {
  response.writeHead(status, headers);
  if (body) await pipeline(body, response);
  else response.end();
}

/** Sends bytes as fast as they are taken, and no faster than they are made. Rejects when either side breaks off. */
export async function sendBytes(response: ServerResponse, answer: ByteAnswer): Promise<void> {
  response.writeHead(200, byteHeaders(answer));
  await pipeline(Readable.from(answer.body), response);
}

/** What a request asks for. Percent escapes of the path stay as they are. */
export interface Target {
  readonly pathname: string;
  readonly query: URLSearchParams;
}

/** Path and query of a request; undefined for what is no path. */
export function targetOf({ url = '' }: IncomingMessage): Target | undefined {
  if (!url.startsWith('/')) return undefined;
  const [pathname = '/', query = ''] = url.split('?', 2);
  return { pathname, query: new URLSearchParams(query) };
}
