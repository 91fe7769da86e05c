import { FormatError } from '../../../shared/format/errors.js';
import { arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { type ByteIterable, rechunk } from '../io/async-chunks.js';
import { openRegularFile, readFully } from '../io/file-reader.js';
import { PeekedStream } from '../io/peeked-stream.js';
import { plainFileSource } from '../pack/plain/plain-file.js';
import type { PlainSource } from '../pack/plain/plain-source.js';
import { npyFileSource } from './npy-file.js';
import { arrayOfHeader, readNpyHeader } from './npy-head.js';

/** What the first bytes of a file say it is. */
export type Content = 'npy' | 'zip' | 'container' | 'other';

/** As many bytes as tell. */
const MAGIC_BYTES = 6;

const MAGICS: readonly (readonly [Content, string])[] = [
  ['npy', '\x93NUMPY'],
  ['zip', 'PK\x03\x04'],
  // An archive without members.
  ['zip', 'PK\x05\x06'],
  ['container', 'blpk'],
];

export function contentOf(head: Uint8Array): Content {
  const text = Buffer.from(head.subarray(0, MAGIC_BYTES)).toString('latin1');
  return MAGICS.find(([, magic]) => text.startsWith(magic))?.[0] ?? 'other';
}

/** What a regular file is by its first bytes, whatever its name. Throws IoError as opening it does. */
export async function fileContent(path: string): Promise<Content> {
  const { handle, sizeBytes } = await openRegularFile(path);
  try {
    const head = new Uint8Array(Math.min(MAGIC_BYTES, sizeBytes));
    await readFully(handle, head, 0, path);
    return contentOf(head);
  } finally {
    await handle.close();
  }
}

/** Whether an array is wanted as such; asked only where there is one. */
export type WantsArray = () => Promise<boolean>;

const always: WantsArray = async () => true;

/** The array of a file that starts as a `.npy` does, whatever its name; else its bytes. Throws as either source does. */
export async function arrayOrBytesFile(path: string, wantsArray = always): Promise<PlainSource> {
  const isArray = (await fileContent(path)) === 'npy' && (await wantsArray());
  return isArray ? npyFileSource(path) : plainFileSource(path);
}

/** The same for a stream, which tells by its first bytes. */
export async function arrayOrBytesStream(
  source: ByteIterable,
  name: string,
  wantsArray = always,
): Promise<PlainSource> {
  const stream = new PeekedStream(source);
  const isArray = contentOf(await stream.peek(MAGIC_BYTES)) === 'npy' && (await wantsArray());
  if (isArray) return npyOfStream(stream, name);
  return {
    name,
    sizeBytes: undefined,
    chunks: (chunkSizeBytes, held) => rechunk(stream.rest(), chunkSizeBytes, held),
    close: () => stream.close(),
  };
}

/** A `.npy` file that arrives as a stream. Throws FormatError as `npyFileSource` does; 'bad-npy' for what is none. */
export function npyStreamSource(source: ByteIterable, name: string): Promise<PlainSource> {
  return npyOfStream(new PeekedStream(source), name);
}

async function npyOfStream(stream: PeekedStream, name: string): Promise<PlainSource> {
  const header = await readNpyHeader((lengthBytes) => stream.peek(lengthBytes), undefined, name);
  const array = arrayOfHeader(header);
  const sizeBytes = array.endByte - array.startByte;
  return {
    name,
    sizeBytes,
    itemsize: array.dtype.itemsize,
    metadata: { ...arrayMetadata(array) },
    chunks: (chunkSizeBytes, held) =>
      rechunk(exactly(stream.rest(array.startByte), sizeBytes, name), chunkSizeBytes, held),
    close: () => stream.close(),
  };
}

/** Refuses what follows the array: `np.save` can put several into one stream, and none of them may get lost. */
async function* exactly(
  pieces: AsyncIterable<Uint8Array>,
  sizeBytes: number,
  name: string,
): AsyncGenerator<Uint8Array> {
  let arrivedBytes = 0;
  for await (const piece of pieces) {
    arrivedBytes += piece.byteLength;
    if (arrivedBytes > sizeBytes) {
      throw new FormatError('bad-npy', `bytes follow the array in '${name}': several arrays must be split up first`, {
        file: name,
        expected: sizeBytes,
      });
    }
    yield piece;
  }
}
