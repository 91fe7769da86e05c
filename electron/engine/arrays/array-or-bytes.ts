import { FormatError } from '../../../shared/format/errors.js';
import type { ByteIterable } from '../io/async-chunks.js';
import { closeFile, closingOnError } from '../io/close-file.js';
import { openRegularFile, type RegularFile, readFully } from '../io/file-reader.js';
import { PeekedStream } from '../io/peeked-stream.js';
import { openedPlainSource } from '../pack/plain/plain-file.js';
import type { PlainSource } from '../pack/plain/plain-source.js';
import { openedNpySource } from './npy-file.js';
import { arrayOfHeader, readNpyHeader } from './npy-head.js';
import { npySourceFacts } from './npy-metadata.js';

/** The kind of a file, by its first bytes. */
export type Content = 'npy' | 'zip' | 'container' | 'other';

/** Length of the longest magic. */
export const MAGIC_BYTES = 6;

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

/** The kind of a regular file by its first bytes; its name does not matter. Throws IoError when it cannot be read. */
export async function fileContent(path: string): Promise<Content> {
  const opened = await openRegularFile(path);
  try {
    return await openedContent(opened, path);
  } finally {
    await closeFile(opened.handle);
  }
}

async function openedContent({ handle, sizeBytes }: RegularFile, path: string): Promise<Content> {
  const head = new Uint8Array(Math.min(MAGIC_BYTES, sizeBytes));
  await readFully(handle, head, 0, path);
  return contentOf(head);
}

/** Whether an array is to be read as an array and not as bytes. Called only when there is one. */
export type WantsArray = () => Promise<boolean>;

const always: WantsArray = async () => true;

/** The array of a `.npy` file, else the bytes of the file. Its name does not matter. Throws what the two sources throw. */
export async function arrayOrBytesFile(path: string, wantsArray = always): Promise<PlainSource> {
  const opened = await openRegularFile(path);
  const isArray = await closingOnError(
    opened.handle,
    async () => (await openedContent(opened, path)) === 'npy' && (await wantsArray()),
  );
  return isArray ? openedNpySource(opened, path) : openedPlainSource(opened, path);
}

/** The same for a stream. */
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
    pieces: () => stream.rest(),
    close: () => stream.close(),
  };
}

/** A `.npy` file from a stream. Throws FormatError as `npyFileSource` does, 'bad-npy' for anything else. */
export function npyStreamSource(source: ByteIterable, name: string): Promise<PlainSource> {
  return npyOfStream(new PeekedStream(source), name);
}

async function npyOfStream(stream: PeekedStream, name: string): Promise<PlainSource> {
  const header = await readNpyHeader((lengthBytes) => stream.peek(lengthBytes), undefined, name);
  const array = arrayOfHeader(header);
  const facts = npySourceFacts(array, name);
  return {
    name,
    ...facts,
    pieces: () => exactly(stream.rest(array.startByte), facts.sizeBytes, name),
    close: () => stream.close(),
  };
}

/** Throws FormatError for bytes behind the array: `np.save` can write several arrays into one stream, and none must be dropped. */
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
