import { pipeline, Readable } from 'node:stream';
import { createGunzip, createInflate, gunzipSync, inflateSync, constants as zlib } from 'node:zlib';
import { ArgumentError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { badPickle } from './pickle-input.js';

/** How a pickle is compressed as a whole. */
export type Compression = 'none' | 'zlib' | 'gzip' | 'zfile' | Unsupported;
type Unsupported = 'bzip2' | 'xz' | 'lzma' | 'lz4';

/** Magic numbers as in joblib's `compressor.py`. */
const PREFIXES: readonly (readonly [Compression, readonly number[]])[] = [
  ['zfile', [0x5a, 0x46, 0x30, 0x78]],
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
  ['lzma', [0x5d, 0x00, 0x00]],
  ['zlib', [0x78]],
];

/** The first bytes of a pickle: PROTO with a protocol. */
const PROTO = 0x80;

/** How the file is compressed; undefined when it is no pickle, as far as its first bytes say. */
export function compressionOf(head: Uint8Array): Compression | undefined {
  if (isPickle(head)) return 'none';
  const found = PREFIXES.find(([, prefix]) => prefix.every((byte, at) => head[at] === byte))?.[0];
  if (found !== 'zlib' && found !== 'gzip' && found !== 'zfile') return found;
  return isPickle(firstPlain(head.subarray(found === 'zfile' ? zfileStart(head) : 0), found)) ? found : undefined;
}

function isPickle(head: Uint8Array): boolean {
  const [proto, protocol = 0] = head;
  return proto === PROTO && protocol >= 2 && protocol <= 5;
}

/** What the first bytes of a file inflate to; nothing when they do not. */
function firstPlain(head: Uint8Array, compression: 'zlib' | 'gzip' | 'zfile'): Uint8Array {
  try {
    const options = { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: 2 ** 20 };
    return compression === 'gzip' ? gunzipSync(head, options) : inflateSync(head, options);
  } catch {
    return new Uint8Array(0);
  }
}

/**
 * `ZF`, the length of the plain bytes in hexadecimal, filled up with spaces to 19 characters; one more before joblib 0.8.4. Data of
 * zlib never start with a space.
 */
function zfileStart(head: Uint8Array): number {
  const start = 2 + 19;
  return head[start] === 0x20 ? start + 1 : start;
}

const UNSUPPORTED: Readonly<Record<Unsupported, string>> = { bzip2: 'bz2', xz: 'xz', lzma: 'lzma', lz4: 'lz4' };

/**
 * The plain bytes of a pickle that is compressed as a whole. Throws ArgumentError for a compression that is not read; the pieces
 * throw FormatError('bad-joblib') where they do not inflate.
 */
export async function inflated(reader: RandomReader, compression: Compression): Promise<AsyncGenerator<Uint8Array>> {
  if (compression === 'none' || compression === 'zlib' || compression === 'gzip') {
    return inflatedFrom(reader, 0, compression);
  }
  if (compression === 'zfile') {
    return inflatedFrom(reader, zfileStart(await reader.readAt(0, Math.min(32, reader.sizeBytes))), 'zlib');
  }
  throw new ArgumentError(
    `'${reader.name}' is compressed with ${compression}, which is not read: save it again with ` +
      `compress='zlib' in place of '${UNSUPPORTED[compression]}'`,
    { file: reader.name },
  );
}

async function* inflatedFrom(
  reader: RandomReader,
  startByte: number,
  compression: 'none' | 'zlib' | 'gzip',
): AsyncGenerator<Uint8Array> {
  const stored = storedPieces(reader, startByte);
  if (compression === 'none') return yield* stored;
  const inflate = compression === 'zlib' ? createInflate() : createGunzip();
  // The error comes from the loop below.
  const output = pipeline(Readable.from(stored), inflate, () => undefined);
  try {
    for await (const piece of output) yield piece;
  } catch (error) {
    throw isOfZlib(error) ? badPickle(reader.name, 'its compressed bytes are damaged or cut off', error) : error;
  }
}

const PIECE_BYTES = 256 * 1024;

async function* storedPieces(reader: RandomReader, startByte: number): AsyncGenerator<Uint8Array> {
  for (let at = startByte; at < reader.sizeBytes; at += PIECE_BYTES) {
    yield await reader.readAt(at, Math.min(PIECE_BYTES, reader.sizeBytes - at));
  }
}

function isOfZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_|^ERR_STREAM_PREMATURE/.test(String(error.code));
}
