import { speedsOf, timeParts, UNCOMPRESSED } from '../../../../shared/compare/formulas.js';
import { storageOf } from '../../../app/comparison/goal-choice.js';
import type { ReadModel } from '../model/read-model.js';

/** Seconds of one setting for codec and transfer, which do not overlap. */
export interface TimeBar {
  readonly key: string;
  readonly name: string;
  readonly compress: number;
  readonly transfer: number;
  readonly decompress: number;
  readonly total: number;
}

export type TimeFilter = 'all' | 'faster' | 'near';

/** The filter `near` includes settings up to this factor of the uncompressed time. */
const NEAR = 1.1;

/** Uncompressed first, then at most `most` settings in ascending order of their total. */
export function timeBars(model: ReadModel, filter: TimeFilter, most: number): readonly TimeBar[] {
  const { rows, choice, run } = model;
  const parts = (speeds: typeof UNCOMPRESSED) =>
    timeParts(run.data.plainBytes, choice.readsPerWrite, speeds, storageOf(choice));
  const bar = (key: string, name: string, speeds: typeof UNCOMPRESSED): TimeBar => {
    const { compress, transfer, decompress } = parts(speeds);
    return { key, name, compress, transfer, decompress, total: compress + transfer + decompress };
  };
  const plain = bar('none', 'uncompressed', UNCOMPRESSED);
  const limit = { all: Number.POSITIVE_INFINITY, faster: plain.total, near: plain.total * NEAR }[filter];
  const bars = rows
    .filter(({ isCopy }) => !isCopy)
    .map(({ key, name, result }) => bar(key, name, speedsOf(result)))
    .filter(({ total }) => total <= limit)
    .toSorted((a, b) => a.total - b.total);
  return [plain, ...bars.slice(0, most)];
}
