import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { OpenedFile } from '../host/host.js';
import { attachment } from '../host/http/response-headers.js';
import { parseRange } from './byte-range.js';
import { sendRefusal } from './responses.js';

/** Sends a file, or the requested part of it, to be saved under its name. Always closes the file. */
export async function sendDownload(
  request: IncomingMessage,
  response: ServerResponse,
  file: OpenedFile,
): Promise<void> {
  const { handle, name, sizeBytes } = file;
  const range = parseRange(request.headers.range, sizeBytes);
  if (range === 'unsatisfiable') {
    await handle.close();
    return sendRefusal(response, 416, { 'content-range': `bytes */${sizeBytes}` });
  }
  const { startByte, endByte } = range ?? { startByte: 0, endByte: sizeBytes };
  response.writeHead(range ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': endByte - startByte,
    'content-disposition': attachment(name),
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    ...(range && { 'content-range': `bytes ${startByte}-${endByte - 1}/${sizeBytes}` }),
  });
  if (request.method === 'HEAD' || startByte === endByte) {
    await handle.close();
    response.end();
    return;
  }
  await pipeline(createReadStream('', { fd: handle, start: startByte, end: endByte - 1 }), response);
}
