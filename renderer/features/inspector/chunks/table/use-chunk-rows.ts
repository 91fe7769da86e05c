import { useEffect, useMemo } from 'react';
import type { RequestOf } from '../../../../../shared/contract/calls.js';
import { usePager } from '../../../../data/use-pager.js';
import { useDocument } from '../../model/document-context.js';
import { useChanges } from '../use-changes.js';
import { ChunkRows } from './chunk-rows.js';

export type ChunkOrder = RequestOf<'inspect.chunks'>['orderBy'];

/** Which chunks, and in which order. */
export interface TableQuery {
  readonly orderBy: ChunkOrder;
  readonly descending: boolean;
  readonly filter: string;
}

/** The rows of a table, loaded as they come into view and renewed as the host tells of changes. */
export function useChunkRows({ orderBy, descending, filter }: TableQuery): ChunkRows {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the file has other rows
  const rows = useMemo(() => {
    const query = { document, orderBy, descending, ...(filter && { filter }) };
    return new ChunkRows((start, count) => client.call('inspect.chunks', { ...query, start, count }));
  }, [client, document, orderBy, descending, filter, version]);
  usePager(rows);
  useEffect(() => rows.show(0, 1), [rows]);
  useChanges(['checks', 'codecs', 'walk'], () => rows.renew());
  return rows;
}
