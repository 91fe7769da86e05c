import { useCallback, useEffect, useMemo, useState } from 'react';
import type { RequestOf } from '../../../../../shared/contract/calls.js';
import type { ChunkRow, ChunksPage } from '../../../../../shared/contract/inspect/chunks.js';
import { Pager, usePager } from '../../../../data/pager.js';
import { useDocument } from '../../model/document-context.js';
import { useSelection } from '../../model/selection.js';
import { useChanges } from '../use-changes.js';

/** Rows of one page: a page and its neighbour fill any screen. */
export const PAGE_ROWS = 200;

export type LoadRows = (start: number, count: number) => Promise<ChunksPage>;

/** What the page that was loaded last contains about the whole table. */
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
      // Scrolling back to these needs no load.
      maxKept: 32,
      maxLoading: 1,
    });
  }

  /** Undefined until the first page is loaded. */
  get facts(): TableFacts | undefined {
    return this.#facts;
  }

  /** A row; undefined while it is not loaded. */
  row(index: number): ChunkRow | undefined {
    return this.pageOf(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
  }

  /** The row of a chunk among the loaded rows. */
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

/** The rows of a table, loaded as they come into view and again when the host reports changes. */
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

/**
 * The row with the keyboard focus. It follows the shared selection where the row of a chunk is known; going to a row selects its
 * chunk, when that is loaded.
 */
export function useActiveRow(query: TableQuery, rows: ChunkRows) {
  const { selection, select } = useSelection();
  const [active, setActive] = useState<number>();
  const [goal, setGoal] = useState<number>();
  const selected = selection.chunkIndex;
  const goTo = useCallback(
    (row: number) => {
      setActive(row);
      const chunkIndex = rows.row(row)?.chunkIndex ?? (isPlain(query) ? row : undefined);
      if (chunkIndex !== undefined) select({ chunkIndex }, 'table');
      setGoal(chunkIndex === undefined ? row : undefined);
    },
    [rows, query, select],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are loaded when the version changes
  useEffect(() => {
    const chunkIndex = goal === undefined ? undefined : rows.row(goal)?.chunkIndex;
    if (chunkIndex === undefined) return;
    setGoal(undefined);
    select({ chunkIndex }, 'table');
  }, [goal, rows, rows.pagesVersion, select]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another chunk or another order moves the focus
  useEffect(() => {
    if (selected === undefined || goal !== undefined) return;
    setActive(isPlain(query) ? selected : rows.indexOf(selected));
  }, [selected, rows, rows.isEmpty]);
  return [active, goTo] as const;
}

/** Whether the nth row is the nth chunk. */
function isPlain({ orderBy, descending, filter }: TableQuery): boolean {
  return orderBy === 'index' && !descending && filter === '';
}
