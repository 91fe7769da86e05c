import type { BytePlanes, ChunkDetails } from '../../../../../shared/contract/inspect/chunks.js';
import { type Query, useQuery } from '../../../../data/use-query.js';
import { useDocument } from '../../model/document-context.js';

/** A block before and after its shuffle. */
export interface Block {
  readonly chunkIndex: number;
  readonly blockIndex: number;
  readonly chunk: ChunkDetails;
  readonly planes: BytePlanes;
  readonly plain: Uint8Array;
  /** As the codec compressed it; for a block without a shuffle, the result of a byte shuffle. */
  readonly shuffled: Uint8Array;
  readonly filter: 'none' | 'byte' | 'bit';
}

interface BlockPlace {
  readonly chunkIndex: number;
  readonly blockIndex: number;
}

/** Loads a block, if there is one; the one before stays until then. */
export function useBlock(place: BlockPlace | undefined): Query<Block> {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  const { chunkIndex = 0, blockIndex = 0 } = place ?? {};
  return useQuery<Block>(
    place && `${version} ${chunkIndex} ${blockIndex}`,
    async (signal) => {
      const block = { document, chunkIndex, blockIndex };
      const bytesOf = async (shuffled: boolean) =>
        (await client.stream('inspect.block', { ...block, shuffled }, signal)).bytes();
      // A damaged block fails here with its reason, before its bytes are requested.
      const [chunk, planes] = await Promise.all([
        client.call('inspect.chunk', { document, chunkIndex }),
        client.call('inspect.planes', block),
      ]);
      const [plain, compressed] = await Promise.all([bytesOf(false), bytesOf(true)]);
      const filter = chunk.blosc?.filter ?? 'none';
      const shuffled = filter === 'none' ? shuffledBytes(plain, planes.typesize) : compressed;
      return { chunkIndex, blockIndex, chunk, planes, plain, shuffled, filter };
    },
    { kept: 32 },
  );
}

/** What the picture after the shuffle shows. */
export function afterWords({ filter, planes }: Pick<Block, 'filter' | 'planes'>): {
  readonly title: string;
  readonly caption: string;
} {
  const { typesize } = planes;
  if (filter === 'bit') {
    return {
      title: 'After: bit shuffle, as it was compressed',
      caption: `${typesize * 8} bands from top to bottom, one for each bit of an item`,
    };
  }
  const caption =
    typesize === 1
      ? 'Items of 1 byte: a byte shuffle changes nothing'
      : `${typesize} bands from top to bottom, one for each byte of an item`;
  return filter === 'byte'
    ? { title: 'After: byte shuffle, as it was compressed', caption }
    : { title: 'With a byte shuffle, which was not used', caption };
}

/** The result of a byte shuffle, for blocks that were packed without one: all first bytes of the items, then all second ones. */
export function shuffledBytes(plain: Uint8Array, typesize: number): Uint8Array {
  const items = Math.floor(plain.length / typesize);
  const shuffled = plain.slice();
  for (let byte = 0; byte < typesize; byte++) {
    for (let item = 0; item < items; item++) shuffled[byte * items + item] = plain[item * typesize + byte] ?? 0;
  }
  return shuffled;
}
