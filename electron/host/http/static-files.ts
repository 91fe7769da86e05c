import { createReadStream } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { isInside } from '../../engine/io/roots.js';

/** The part of a request that static files need. `pathname` is as in the URL, percent-encoded. */
export interface StaticRequest {
  readonly method: string;
  readonly pathname: string;
}

/** A response in parts, for Electron's `Response` and Node's `ServerResponse` alike. */
export interface StaticResponse {
  readonly status: 200 | 400 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for HEAD and for errors. Destroy it if it is not read to its end. */
  readonly body?: Readable;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Vite puts a hash of the content into these names. */
const HASHED = /^\/assets\//;

/**
 * Serves the files of one folder, and nothing else: a path that leaves it, by `..`, by an encoded form of it or by a
 * symbolic link, gets the same response as one that does not exist. `/` is `index.html`.
 */
export function staticFiles(root: string): (request: StaticRequest) => Promise<StaticResponse> {
  return async ({ method, pathname }) => {
    if (method !== 'GET' && method !== 'HEAD') return failed(405, { allow: 'GET, HEAD' });
    const decoded = decodedPath(pathname);
    if (decoded === undefined) return failed(400);
    const file = await openInside(root, decoded === '/' ? '/index.html' : decoded);
    if (!file) return failed(404);
    return respond(file, decoded, method === 'HEAD');
  };
}

/** Undefined for paths that our pages never request: broken escapes, NUL, backslash, a drive, `..`. */
function decodedPath(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname);
    const isSafe = path.startsWith('/') && !/[\\\0:]/.test(path) && !path.split('/').includes('..');
    return isSafe ? path : undefined;
  } catch {
    return undefined;
  }
}

async function openInside(root: string, path: string): Promise<OpenFile | undefined> {
  // `join`, not `resolve`: the path begins with `/`, which `resolve` would treat as absolute.
  const wanted = join(root, path);
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(wanted)]);
    if (!isInside(realRoot, real)) return undefined;
    const handle = await open(real, 'r');
    const stats = await handle.stat();
    if (stats.isFile()) return { handle, sizeBytes: stats.size, type: TYPES[extname(wanted).toLowerCase()] };
    await handle.close();
  } catch {
    // It does not exist, or may not be read.
  }
  return undefined;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly sizeBytes: number;
  readonly type: string | undefined;
}

async function respond({ handle, sizeBytes, type }: OpenFile, path: string, isHead: boolean): Promise<StaticResponse> {
  const headers = {
    'content-type': type ?? 'application/octet-stream',
    'content-length': String(sizeBytes),
    'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (isHead || sizeBytes === 0) {
    await handle.close();
    return { status: 200, headers };
  }
  return { status: 200, headers, body: createReadStream('', { fd: handle, start: 0, end: sizeBytes - 1 }) };
}

function failed(status: 400 | 404 | 405, headers: Readonly<Record<string, string>> = {}): StaticResponse {
  return { status, headers: { 'content-length': '0', ...headers } };
}
