import { Readable } from 'node:stream';
import { protocol } from 'electron';
import { SECURITY_HEADERS } from '../host/security-headers.js';
import { type StaticResponse, staticFiles } from '../host/static-files.js';
import { APP_ORIGIN, APP_SCHEME } from './identity.js';
import type { LogFile } from './log-file.js';
import { problemPage } from './problem-page.js';

/**
 * Serves the built page under `app://bundle/`, and nothing else: no other host, and no file outside the folder, which the
 * static handler sees to. Every answer carries the policy that the page lives under.
 */
export function serveApp(folder: string, log: LogFile): void {
  const files = staticFiles(folder);
  protocol.handle(APP_SCHEME, async ({ method, url }) => {
    if (!url.startsWith(`${APP_ORIGIN}/`)) return failed(404);
    const { pathname } = new URL(url);
    try {
      return problemPage(pathname) ?? toResponse(await files({ method, pathname }));
    } catch (error) {
      log.write(`could not serve ${url}`, error);
      return failed(500);
    }
  });
}

function toResponse({ status, headers, body }: StaticResponse): Response {
  // Node's own type of the stream and the global one are the same class under two names.
  const stream = body === undefined ? null : (Readable.toWeb(body) as ReadableStream);
  return new Response(stream, { status, headers: { ...SECURITY_HEADERS, ...headers } });
}

function failed(status: 404 | 500): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS });
}
