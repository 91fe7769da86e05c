import { useEffect, useMemo } from 'react';
import type { RequestOf } from '../../../../../shared/contract/calls.js';
import type { ChunkRow, ChunksPage } from '../../../../../shared/contract/inspect/chunks.js';
import { Pager, usePager } from '../../../../data/pager.js';
import { useDocument } from '../../model/document-context.js';
import { useChanges } from '../use-changes.js';

/** Rows of one page: a page and its neighbour fill any screen. */
export const PAGE_ROWS = 200;

export type LoadRows = (start: number, count: number) => Promise<ChunksPage>;

/** What the last page that came says of the whole table. */
export type TableFacts = Omit<ChunksPage, 'rows'>;

/** Rows of one order and filter, in pages that are loaded as they come into view, one at a time. */
export class ChunkRows extends Pager<number, readonly ChunkRow[]> {
  #facts: TableFacts | undefined;

  constructor(load: LoadRows) {
    super({
      load: async (page) => {
        const { rows, ...facts } = await load(page * PAGE_ROWS, PAGE_ROWS);
        this.#facts = facts;
        return rows;
      },
      // What scrolling back shows at once.
      maxKept: 32,
      maxLoading: 1,
    });
  }

  /** Undefined until the first page came. */
  get facts(): TableFacts | undefined {
    return this.#facts;
  }

  /** A row, if it is there. */
  row(index: number): ChunkRow | undefined {
    return this.pageOf(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** The row of a chunk, among those that are there. */
  indexOf(chunkIndex: number): number | undefined {
    for (const [page, rows] of this.pages) {
      const at = rows.findIndex((row) => row.chunkIndex === chunkIndex);
      if (at >= 0) return page * PAGE_ROWS + at;
    }
    return undefined;
  }

  /** Rows [first, end) are in view. */
  show(first: number, end: number): void {
    const from = Math.floor(first / PAGE_ROWS);
    const to = Math.floor(Math.max(first, end - 1) / PAGE_ROWS);
    this.wantPages(Array.from({ length: to - from + 1 }, (_, index) => from + index));
  }
}

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
