import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Result } from '../../shared/contract/result.js';
import type { StaticResponse } from '../host/static-files.js';

const STATUS_OF_KIND = { forbidden: 403, gone: 404, argument: 400, 'bad-request': 400 } as const;

/** What the page's scripts asked for: an envelope, never kept by anybody. */
export function sendResult(response: ServerResponse, result: Result<unknown>): void {
  const text = JSON.stringify(result);
  response.writeHead(result.ok ? 200 : statusOf(result.error.kind), {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

function statusOf(kind: string): number {
  return Object.hasOwn(STATUS_OF_KIND, kind) ? STATUS_OF_KIND[kind as keyof typeof STATUS_OF_KIND] : 500; // just checked
}

/** Refuses a request in words that tell an attacker nothing. */
export function sendRefusal(response: ServerResponse, status: 400 | 403 | 404 | 405 | 416, headers = {}): void {
  response.writeHead(status, { 'content-length': 0, 'cache-control': 'no-store', ...headers });
  response.end();
}

export async function sendStatic(response: ServerResponse, { status, headers, body }: StaticResponse): Promise<void> {
  response.writeHead(status, headers);
  if (body) await pipeline(body, response);
  else response.end();
}

/** Path and query of a request; undefined for what is no path. Percent escapes of the path stay as they are. */
export function targetOf({ url = '' }: IncomingMessage): { pathname: string; query: URLSearchParams } | undefined {
  if (!url.startsWith('/')) return undefined;
  const [pathname = '/', query = ''] = url.split('?', 2);
  return { pathname, query: new URLSearchParams(query) };
}
