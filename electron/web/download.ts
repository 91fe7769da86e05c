import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { attachment } from '../host/http/response-headers.js';
import { parseRange } from './byte-range.js';
import { sendRefusal } from './responses.js';

/** Sends a file, or the part of it that is asked for, to be saved under its name. */
export async function sendDownload(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined);
  const stats = await handle?.stat();
  if (!handle || !stats?.isFile()) {
    await handle?.close();
    return sendRefusal(response, 404);
  }
  const range = parseRange(request.headers.range, stats.size);
  if (range === 'unsatisfiable') {
    await handle.close();
    return sendRefusal(response, 416, { 'content-range': `bytes */${stats.size}` });
  }
  const { startByte, endByte } = range ?? { startByte: 0, endByte: stats.size };
  response.writeHead(range ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': endByte - startByte,
    'content-disposition': attachment(basename(path)),
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    ...(range && { 'content-range': `bytes ${startByte}-${endByte - 1}/${stats.size}` }),
  });
  if (request.method === 'HEAD' || startByte === endByte) {
    await handle.close();
    response.end();
    return;
  }
  await pipeline(createReadStream('', { fd: handle, start: startByte, end: endByte - 1 }), response);
}
