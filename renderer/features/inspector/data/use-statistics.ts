import { useState } from 'react';
import type { DrawnNumbers, Plane, Statistics } from '../../../../shared/contract/inspect/data.js';
import { type Query, useQuery } from '../../../data/use-query.js';
import { useDocument } from '../model/document-context.js';
import type { CellPart } from './cell-range.js';
import { useRunTask } from './run-task.js';

const bins = 64;

/** Parts change with every step of a wheel; statistics are computed when the part has not changed for this time. */
const restMs = 250;

export interface StatisticsState extends Pick<Query<Statistics>, 'error' | 'retry'> {
  /** The last ones; while others are computed, those of before. */
  readonly statistics: Statistics | undefined;
  /** 0 to 1 while statistics are computed. */
  readonly done: number | undefined;
  readonly basis: 'sample' | 'whole';
  readonly useWhole: () => void;
  /** Back to the sample; Stop does this too. */
  readonly useSample: () => void;
}

/** Statistics of a part of a plane: of a sample at first, and on request of every value of the array. */
export function useStatistics(plane: Plane, part: CellPart, numbers: DrawnNumbers, enabled: boolean): StatisticsState {
  const { overview, version } = useDocument();
  const runTask = useRunTask();
  const [basis, setBasis] = useState<'sample' | 'whole'>('sample');
  const [done, setDone] = useState<number>();
  const request = { document: overview.document, basis, bins, plane, numbers, ...(basis === 'sample' && { part }) };
  // The whole array has the same statistics on every plane.
  const key = `${version} ${basis === 'whole' ? `whole ${plane.field} ${JSON.stringify(numbers)}` : JSON.stringify(request)}`;
  const { value, error, retry } = useQuery<Statistics | undefined>(
    enabled ? key : undefined,
    async (signal, _key, onPart) => {
      const statisticsOf = (result: Awaited<ReturnType<typeof runTask>>) =>
        result?.kind === 'statistics' ? result.statistics : undefined;
      try {
        const result = await runTask({ kind: 'statistics', request }, signal, (progress) => {
          setDone(progress.done);
          if (progress.result) onPart(statisticsOf(progress.result));
        });
        return statisticsOf(result);
      } finally {
        if (!signal.aborted) setDone(undefined);
      }
    },
    { restMs },
  );
  return {
    statistics: value,
    done,
    error,
    retry,
    basis,
    useWhole: () => setBasis('whole'),
    useSample: () => setBasis('sample'),
  };
}
