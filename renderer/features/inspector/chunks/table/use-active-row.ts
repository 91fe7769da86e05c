import { useCallback, useEffect, useState } from 'react';
import { useSelection } from '../../model/selection.js';
import type { ChunkRows, TableQuery } from './chunk-rows.js';

/**
 * The row with the table's focus. It follows the shared selection where the place of a chunk is known, and leads it: going to a
 * row selects its chunk, once that is loaded.
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that rows came
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
