import type { ReadModel, ReadRow } from '../model/read-model.js';
import { type Factor, factorsOf } from './ab-model.js';

/** A setting that both runs measured: in the overlaid run as factors of the shown one. */
export interface RunPair {
  readonly key: string;
  readonly name: string;
  readonly shown: ReadRow;
  readonly other: ReadRow;
  readonly size: Factor;
  readonly write: Factor;
  readonly read: Factor;
}

/** In the order of the shown run's ranking; differences within the intervals count as none. */
export function runPairs(model: ReadModel, second: ReadModel): readonly RunPair[] {
  return model.rows
    .toSorted((a, b) => a.order - b.order)
    .flatMap((shown) => {
      const other = second.byKey.get(shown.key);
      if (!other) return [];
      const [size, write, read] = factorsOf(shown, other, model.goal, model.run.data);
      return size && write && read ? [{ key: shown.key, name: shown.name, shown, other, size, write, read }] : [];
    });
}
