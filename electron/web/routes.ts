import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusal, toContractError } from '../../shared/errors/contract-error.js';
import type { Host } from '../host/host.js';
import { SECURITY_HEADERS } from '../host/http/security-headers.js';
import { staticFiles } from '../host/http/static-files.js';
import { type StreamQuestion, streamQuestion } from '../host/http/stream-address.js';
import type { Access } from './access.js';
import type { ConnectionLimits } from './connection-limits.js';
import { sendDownload } from './download.js';
import type { LaunchCodes } from './launch-codes.js';
import type { LaunchPage } from './launch-page.js';
import { sendBytes, sendOtherPort, sendRefusal, sendResult, sendStatic, type Target, targetOf } from './responses.js';

const LAUNCH = '/launch/';
const DOWNLOAD = '/download/';
const UPLOADS = '/uploads';
/** The page makes one for each file, by chance. */
const UPLOAD_KEY = /^[\w-]{16,64}$/;
/** An upload without a new byte for so long is aborted. */
const UPLOAD_IDLE_MS = 120_000;

/** What the routes work with. */
export interface RouteOptions {
  readonly host: Host;
  readonly access: Access;
  readonly limits: ConnectionLimits;
  /** The built page. */
  readonly pageFolder: string;
  readonly launchCodes: LaunchCodes;
  readonly launchPage: LaunchPage;
  /** Path and fragment of the page with its token. */
  readonly pageAddress: string;
}

/** Answers every HTTP request of the web host. Never rejects. */
export function makeRouter(options: RouteOptions) {
  const servePage = staticFiles(options.pageFolder);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    // A client without access must not keep the host waiting for a body.
    if (hasBody(request)) response.setHeader('connection', 'close');
    try {
      const target = targetOf(request);
      const { method = '' } = request;
      if (!options.access.isOwnHost(request)) refuseHost(options.access, request, response);
      else if (!target) sendRefusal(response, 400);
      else if (!(await answered(options, request, response, target))) {
        await sendStatic(response, await servePage({ method, pathname: target.pathname }));
      }
    } catch {
      // The connection or a read failed after the response had started: it can only be cut off.
      response.destroy();
    }
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function refuseHost(access: Access, request: IncomingMessage, response: ServerResponse): void {
  if (access.isOtherPort(request)) sendOtherPort(response, access.port);
  else sendRefusal(response, 403);
}

/** Handles a request for anything but the page; false if it is for the page. */
async function answered(
  options: RouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
): Promise<boolean> {
  const { pathname, query } = target;
  const question = streamQuestion(pathname, query);
  if (question) await serveStream(options, request, response, { ...question, query });
  else if (pathname === '/upload') await receiveUpload(options, request, response, query);
  else if (pathname === UPLOADS) await manageUploads(options, request, response, query);
  else if (pathname.startsWith(LAUNCH)) await launch(options, request, response, pathname);
  else if (pathname.startsWith(DOWNLOAD)) await serveDownload(options, request, response, target);
  else return false;
  return true;
}

async function receiveUpload(
  { host, access, limits }: RouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const key = query.get('key') ?? undefined;
  if (key !== undefined && !UPLOAD_KEY.test(key)) return sendRefusal(response, 400);
  if (key !== undefined && request.method !== 'POST') {
    return manageBrokenUpload({ host, access }, request, response, key);
  }
  if (request.method !== 'POST') return sendRefusal(response, 405, { allow: 'POST' });
  if (!access.isOwnOrigin(request) || !access.hasBearerToken(request)) return sendForbidden(response);
  limits.admit(request.socket, UPLOAD_IDLE_MS);
  response.removeHeader('connection');
  try {
    const announced = request.headers['content-length'];
    const id = await host.storeUpload(
      {
        name: query.get('name') ?? '',
        body: request,
        ...(announced !== undefined && { sizeBytes: Number(announced) }),
        ...(key !== undefined && { resume: { key, startByte: Number(query.get('start') ?? 0) } }),
      },
      query.get('relativeFolder') ?? undefined,
    );
    sendResult(response, { ok: true, value: id });
  } catch (error) {
    // The rest of the body is not read.
    response.setHeader('connection', 'close');
    sendResult(response, { ok: false, error: toContractError(error) });
  }
}

/** Says how much has arrived of an upload whose connection broke, or deletes that. */
async function manageBrokenUpload(
  { host, access }: Pick<RouteOptions, 'host' | 'access'>,
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
): Promise<void> {
  const { method } = request;
  if (method !== 'GET' && method !== 'DELETE') return sendRefusal(response, 405, { allow: 'GET, POST, DELETE' });
  if (!access.hasBearerToken(request)) return sendForbidden(response);
  if (method === 'GET') return sendResult(response, { ok: true, value: await host.receivedOfUpload(key) });
  await host.giveUpUpload(key);
  sendResult(response, { ok: true, value: null });
}

/** Lists the uploads, or deletes one. */
async function manageUploads(
  { host, access }: RouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const { method } = request;
  if (method !== 'GET' && method !== 'DELETE') return sendRefusal(response, 405, { allow: 'GET, DELETE' });
  if (!access.hasBearerToken(request)) return sendForbidden(response);
  if (method === 'GET') sendResult(response, { ok: true, value: host.uploads() });
  else if (await host.removeUpload(query.get('id') ?? '')) sendResult(response, { ok: true, value: null });
  else sendRefusal(response, 404);
}

/** Redirects the browser that was started here to the page with the token; works once. */
async function launch(
  { launchCodes, launchPage, pageAddress }: RouteOptions,
  { method }: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  if (method !== 'GET') sendRefusal(response, 405, { allow: 'GET' });
  else if (!launchCodes.take(pathname.slice(LAUNCH.length))) sendRefusal(response, 403);
  else {
    await launchPage.remove();
    response.writeHead(302, { location: pageAddress, 'content-length': 0, 'cache-control': 'no-store' });
    response.end();
  }
}

/** A file as it is. */
async function serveDownload(
  { host, access, limits }: RouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, query }: Target,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return sendRefusal(response, 405, { allow: 'GET, HEAD' });
  if (!mayFetch(access, request, query)) return sendForbidden(response);
  limits.admit(request.socket, 0);
  const file = await host.openFile(pathname.slice(DOWNLOAD.length)).catch(() => undefined);
  if (!file) return sendRefusal(response, 404);
  await sendDownload(request, response, file);
}

/** Sends a stream; a client that disconnects stops the work. */
async function serveStream(
  { host, access, limits }: RouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
  { name, request: payload, query }: StreamQuestion & { readonly query: URLSearchParams },
): Promise<void> {
  if (request.method !== 'GET') return sendRefusal(response, 405, { allow: 'GET' });
  if (!mayFetch(access, request, query)) return sendForbidden(response);
  limits.admit(request.socket, 0);
  const aborted = new AbortController();
  response.once('close', () => aborted.abort());
  const result = await host.stream(name, payload, aborted.signal);
  if (result.ok) await sendBytes(response, result.value);
  else sendResult(response, result);
}

/** A link cannot carry a header, so its request may have the token in the query. */
function mayFetch(access: Access, request: IncomingMessage, query: URLSearchParams): boolean {
  return access.hasBearerToken(request) || access.isToken(query.get('token') ?? undefined);
}

function sendForbidden(response: ServerResponse): void {
  const failure = refusal('forbidden', 'This page may no longer use the host.', 'Open its address again.');
  sendResult(response, { ok: false, error: toContractError(failure) });
}
