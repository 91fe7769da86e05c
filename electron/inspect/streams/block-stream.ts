import { filterWords } from '../chunks/header-facts.js';
import { readBlock } from '../chunks/read-block.js';
import type { DocumentStream } from '../inspect-service.js';
import { bitShuffled, byteShuffled } from './shuffled.js';

const MAX_BYTES = 2 ** 20;

/** One block, plain or shuffled as the codec got it; at most its first MiB. */
export const blockStream: DocumentStream<'inspect.block'> = async (document, request) => {
  const { plain, source } = await readBlock(document, request.chunkIndex, request.blockIndex, MAX_BYTES);
  const { flags, typesize } = source.chunk.blosc;
  const bytes = request.shuffled ? shuffledAs(plain, filterWords(flags), typesize) : plain;
  return {
    headers: {},
    contentType: 'application/octet-stream',
    sizeBytes: bytes.byteLength,
    body: once(bytes),
  };
};

/** Blosc does not shuffle bytes of items of one byte. */
function shuffledAs(plain: Uint8Array, filter: 'none' | 'byte' | 'bit', typesize: number): Uint8Array {
  if (filter === 'bit') return bitShuffled(plain, typesize);
  return filter === 'byte' && typesize > 1 ? byteShuffled(plain, typesize) : plain;
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
