import { useQuery } from '../../../data/use-query.js';
import { useDocument } from '../model/document-context.js';
import { useChanges } from './use-changes.js';

/** Sums over all chunks; the last ones stay until others are loaded. */
export function useChunkSummary() {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  const { value, error, refresh, retry } = useQuery(`${document} ${version}`, () =>
    client.call('inspect.summary', { document }),
  );
  useChanges(['walk', 'checks'], refresh);
  return { summary: value, error, retry };
}
