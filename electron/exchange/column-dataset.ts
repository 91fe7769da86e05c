import { joinArrayName } from '../../shared/commands/array-name.js';
import type { RandomReader } from '../engine/io/random-reader.js';
import type { OperationOptions } from '../engine/operation.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';
import type { Attributes, Dataset, DatasetEntry } from './dataset.js';
import { datasetSourceFacts } from './dataset-source.js';

interface ColumnParts {
  readonly attributes?: Attributes;
  /** As `Dataset.chunks`. */
  readonly chunks: string;
  readonly pieces: (options: OperationOptions) => ReturnType<PlainSource['pieces']>;
}

/** A column of an open table; `spec` is there, since it was chosen by `chosenEntry`. The reader is closed by the file. */
export function columnDataset(reader: RandomReader, entry: DatasetEntry, parts: ColumnParts): Dataset {
  const { spec } = entry;
  if (spec === undefined) throw new TypeError('a column that cannot be read was chosen');
  const name = joinArrayName({ path: reader.name, name: entry.name });
  return {
    name,
    spec,
    attributes: parts.attributes ?? new Map(),
    chunks: parts.chunks,
    read: async (options) => ({
      name,
      ...datasetSourceFacts(spec),
      pieces: () => parts.pieces(options),
      requireUnchanged: () => reader.requireUnchanged(),
    }),
    requireUnchanged: () => reader.requireUnchanged(),
    close: async () => undefined,
  };
}
