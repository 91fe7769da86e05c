import type { ChunkDetails } from '../../../../../shared/contract/inspect/chunks.js';
import { type Query, useQuery } from '../../../../data/use-query.js';
import { useDocument } from '../../model/document-context.js';
import { useChanges } from '../use-changes.js';

/** Who runs along the map with an arrow key does not want every chunk on the way. */
const REST_MS = 90;

/** All of one chunk; what was there before stays until it comes. */
export function useChunkDetails(chunkIndex: number | undefined): Query<ChunkDetails> {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  const details = useQuery(
    chunkIndex === undefined ? undefined : `${document} ${version} ${chunkIndex}`,
    () => client.call('inspect.chunk', { document, chunkIndex: chunkIndex ?? 0 }),
    { restMs: REST_MS },
  );
  useChanges(['checks'], details.refresh);
  return details;
}
