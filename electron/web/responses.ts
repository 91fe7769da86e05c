import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Result } from '../../shared/contract/result.js';
import type { ByteAnswer } from '../../shared/contract/streams.js';
import { byteHeaders, statusOf } from '../host/http/response-headers.js';
import type { StaticResponse } from '../host/http/static-files.js';

/** A response to the page's scripts: an envelope, never cached. */
export function sendResult(response: ServerResponse, result: Result<unknown>): void {
  const text = JSON.stringify(result);
  response.writeHead(result.ok ? 200 : statusOf(result.error.kind), {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** Refuses a request without details that would help an attacker. */
export function sendRefusal(response: ServerResponse, status: 400 | 403 | 404 | 405 | 416, headers = {}): void {
  response.writeHead(status, { 'content-length': 0, 'cache-control': 'no-store', ...headers });
  response.end();
}

/** For a browser at the near end of a tunnel with another port: what to do. */
export function sendOtherPort(response: ServerResponse, port: number): void {
  const page = [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Bloscpack Studio: another port</title>',
    `<h1>This page is only served at port ${port}</h1>`,
    '<p>The tunnel must have the same port at both ends. Close it, and open it again with</p>',
    `<pre>ssh -L ${port}:127.0.0.1:${port} &lt;machine&gt;</pre>`,
    `<p>Then open the address that <code>blpk serve</code> printed: it begins with <code>http://127.0.0.1:${port}/</code>.</p>`,
    `<p>If port ${port} is taken on this machine, start <code>blpk serve --port</code> with one that is free on both.</p></html>`,
  ].join('\n');
  response.writeHead(403, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
    'cache-control': 'no-store',
  });
  response.end(page);
}

export async function sendStatic(response: ServerResponse, { status, headers, body }: StaticResponse): Promise<void> {
  response.writeHead(status, headers);
  if (body) await pipeline(body, response);
  else response.end();
}

/** Sends bytes with back-pressure. Rejects when either side breaks off. */
export async function sendBytes(response: ServerResponse, answer: ByteAnswer): Promise<void> {
  response.writeHead(200, byteHeaders(answer));
  await pipeline(Readable.from(answer.body), response);
}

/** Path and query of a request. Percent escapes of the path are kept. */
export interface Target {
  readonly pathname: string;
  readonly query: URLSearchParams;
}

/** Parses a request's URL; undefined when it is not a path. */
export function targetOf({ url = '' }: IncomingMessage): Target | undefined {
  if (!url.startsWith('/')) return undefined;
  const [pathname = '/', query = ''] = url.split('?', 2);
  return { pathname, query: new URLSearchParams(query) };
}
