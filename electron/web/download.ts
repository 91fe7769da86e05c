import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { OpenedFile } from '../host/host.js';
import { attachment } from '../host/http/response-headers.js';
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

/** A part of a file, [startByte, endByte). */
interface ByteRange {
  readonly startByte: number;
  readonly endByte: number;
}

const SINGLE_RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The single range of a `Range` header. Undefined, which means the whole file, for no header, several ranges,
 * or anything else that RFC 9110 lets a server ignore; `unsatisfiable` for a range that starts after the end.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = SINGLE_RANGE.exec(header?.replaceAll(' ', '') ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return suffix(Number(last), sizeBytes);
  const startByte = Number(first);
  const endByte = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== '' && Number(last) < startByte) return undefined;
  return startByte < sizeBytes ? { startByte, endByte } : 'unsatisfiable';
}

/** `bytes=-500`: the last so many. */
function suffix(lengthBytes: number, sizeBytes: number): ByteRange | 'unsatisfiable' {
  if (lengthBytes === 0 || sizeBytes === 0) return 'unsatisfiable';
  return { startByte: Math.max(0, sizeBytes - lengthBytes), endByte: sizeBytes };
}
