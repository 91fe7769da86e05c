import type { BytePlanes, ChunkDetails } from '../../../../../shared/contract/inspect/chunks.js';
import { type Query, useQuery } from '../../../../data/use-query.js';
import { useDocument } from '../../model/document-context.js';
import { shuffledBytes } from './picture.js';

/** A block before and after its shuffle. */
export interface Block {
  readonly chunkIndex: number;
  readonly blockIndex: number;
  readonly chunk: ChunkDetails;
  readonly planes: BytePlanes;
  readonly plain: Uint8Array;
  /** As the codec saw it; of a block without a shuffle, as a byte shuffle would have made it. */
  readonly shuffled: Uint8Array;
  readonly filter: 'none' | 'byte' | 'bit';
}

interface BlockPlace {
  readonly chunkIndex: number;
  readonly blockIndex: number;
}

/** Reads a block, if there is one; the one before stays until it is there. */
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
      // What is wrong with a damaged block is told before its bytes are asked for.
      const [chunk, planes] = await Promise.all([
        client.call('inspect.chunk', { document, chunkIndex }),
        client.call('inspect.planes', block),
      ]);
      const [plain, seen] = await Promise.all([bytesOf(false), bytesOf(true)]);
      const filter = chunk.blosc?.filter ?? 'none';
      const shuffled = filter === 'none' ? shuffledBytes(plain, planes.typesize) : seen;
      return { chunkIndex, blockIndex, chunk, planes, plain, shuffled, filter };
    },
    { kept: 32 },
  );
}
