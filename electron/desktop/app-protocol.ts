import { Readable } from 'node:stream';
import { protocol } from 'electron';
import type { Host } from '../host/host.js';
import { byteHeaders, statusOf } from '../host/http/response-headers.js';
import { SECURITY_HEADERS } from '../host/http/security-headers.js';
import { type StaticResponse, staticFiles } from '../host/http/static-files.js';
import { type StreamQuestion, streamQuestion } from '../host/http/stream-address.js';
import { APP_ORIGIN, APP_SCHEME } from './identity.js';
import type { LogFile } from './log-file.js';
import { problemPage } from './problem-page.js';

/** Sets the host whose byte streams are served; before that, none are. */
export type ServeStreams = (host: Pick<Host, 'stream'>) => void;

/**
 * Serves the built page under `app://bundle/`, and nothing else: no other host, and no file outside the folder, which the
 * static handler ensures. Every response carries the content security policy. Returns a function that sets the host of streams.
 */
export function serveApp(folder: string, log: LogFile): ServeStreams {
  const files = staticFiles(folder);
  let host: Pick<Host, 'stream'> | undefined;
  protocol.handle(APP_SCHEME, async (request) => {
    const { method, url, signal } = request;
    if (!url.startsWith(`${APP_ORIGIN}/`)) return failed(404);
    const { pathname, searchParams } = new URL(url);
    try {
      const question = streamQuestion(pathname, searchParams);
      if (question) return host && method === 'GET' ? await streamed(host, question, signal) : failed(404);
      return problemPage(pathname) ?? toResponse(await files({ method, pathname }));
    } catch (error) {
      log.write(`could not serve ${url}`, error);
      return failed(500);
    }
  });
  return (ready) => {
    host = ready;
  };
}

/** Produced as fast as the page reads; a page that stops reading or is closed stops the work. */
async function streamed(
  host: Pick<Host, 'stream'>,
  { name, request }: StreamQuestion,
  requestSignal: AbortSignal,
): Promise<Response> {
  const closed = new AbortController();
  const signal = AbortSignal.any([requestSignal, closed.signal]);
  const result = await host.stream(name, request, signal);
  if (!result.ok) {
    const headers = { ...SECURITY_HEADERS, 'cache-control': 'no-store' };
    return Response.json(result, { status: statusOf(result.error.kind), headers });
  }
  const pieces = result.value.body[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        closed.abort();
        await pieces.return?.();
      },
    },
    // Nothing is produced before it is read.
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { ...SECURITY_HEADERS, ...byteHeaders(result.value) } });
}

function toResponse({ status, headers, body }: StaticResponse): Response {
  // Node's own type of the stream and the global one are the same class under two names.
  const stream = body === undefined ? null : (Readable.toWeb(body) as ReadableStream);
  return new Response(stream, { status, headers: { ...SECURITY_HEADERS, ...headers } });
}

function failed(status: 404 | 500): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS });
}
