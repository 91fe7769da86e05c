import { useEffect, useState } from 'react';
import type { Plane, Statistics } from '../../../../shared/contract/inspect/data.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { useDocument } from '../model/document-context.js';
import type { CellPart } from './cell-range.js';
import { runTask } from './run-task.js';

const bins = 64;

/** Parts change with every notch of a wheel; statistics follow when it rests. */
const settleMs = 250;

export interface StatisticsState {
  /** The last there were; while others are made, those of before. */
  readonly statistics?: Statistics;
  /** 0 to 1 while something is made. */
  readonly done?: number;
  readonly basis: 'sample' | 'whole';
  readonly error?: ContractError;
  readonly useWhole: () => void;
  /** Back to the sample; also what Stop does. */
  readonly useSample: () => void;
}

/** Statistics of a part of a plane, from a sample at first, from every value of the array when asked. */
export function useStatistics(plane: Plane, part: CellPart, enabled: boolean): StatisticsState {
  const { overview, client, version } = useDocument();
  const [basis, setBasis] = useState<'sample' | 'whole'>('sample');
  const [made, setMade] = useState<{ statistics?: Statistics; done?: number; error?: ContractError }>({});
  // Planes and parts are new objects at every turn; what they say is what counts. The whole array is the same on every plane.
  const asked = JSON.stringify(basis === 'whole' ? { plane } : { plane, part });
  const key = basis === 'whole' ? `whole ${plane.field}` : asked;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` follows `key`
  useEffect(() => {
    if (!enabled) return;
    let stop = () => {};
    const ask = { document: overview.document, basis, bins, ...JSON.parse(asked) };
    const timer = setTimeout(() => {
      stop = runTask(client, { kind: 'statistics', ask }, ({ state, done, result, error }) => {
        const statistics = result?.kind === 'statistics' ? result.statistics : undefined;
        setMade((before) => ({
          ...(statistics ? { statistics } : before.statistics && { statistics: before.statistics }),
          ...(state === 'running' && { done }),
          ...(error && state === 'failed' && { error }),
        }));
      });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, overview.document, version, basis, key, enabled]);
  return {
    ...made,
    basis,
    useWhole: () => setBasis('whole'),
    useSample: () => setBasis('sample'),
  };
}
