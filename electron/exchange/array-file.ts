import { ArgumentError } from '../../shared/format/errors.js';
import { closingOnError } from '../engine/io/close-file.js';
import type { OperationOptions } from '../engine/operation.js';
import { chosenEntry } from './choose-entry.js';
import type { ArrayFile, ArrayFormat, Dataset, DatasetEntry } from './dataset.js';

/** What a format reads by: `openFile`, and `list` and `open` as one use of it each. */
export function readingBy(openFile: ArrayFormat['openFile']): Pick<ArrayFormat, 'openFile' | 'list' | 'open'> {
  return {
    openFile,
    async *list(path, options) {
      const file = await openFile(path, options);
      try {
        yield* file.list(options);
      } finally {
        await file.close();
      }
    },
    async open(path, name, options) {
      const file = await openFile(path, options);
      return closingOnError(file, async () => {
        return closingWith(await file.open(name, options), file);
      });
    },
  };
}

function closingWith(dataset: Dataset, file: ArrayFile): Dataset {
  const { name, spec, attributes, chunks, places } = dataset;
  return {
    name,
    spec,
    attributes,
    chunks,
    ...(places && { places }),
    read: (options) => dataset.read(options),
    requireUnchanged: () => dataset.requireUnchanged(),
    async close() {
      await dataset.close();
      await file.close();
    },
  };
}

/** A file of a format whose files hold one array, which is opened each time that it is asked for. */
export function singleArrayFile(
  label: string,
  path: string,
  open: (options: OperationOptions) => Promise<Dataset>,
): ArrayFile {
  return {
    async *list(options) {
      const dataset = await open(options);
      await dataset.close();
      yield { name: undefined, spec: dataset.spec };
    },
    async open(name, options) {
      if (name === undefined) return open(options);
      const message = `'${path}' is a ${label} file, which holds one array without a name: leave out '::${name}'`;
      throw new ArgumentError(message, { file: path });
    },
    close: async () => undefined,
  };
}

/** A file whose arrays are known when it is open; `open` opens one of them. Throws as `chosenEntry` does for a name. */
export function listedFile<Entry extends DatasetEntry>(
  path: string,
  entries: readonly Entry[],
  { open, close = async () => undefined }: ListedFileParts<Entry>,
): ArrayFile {
  return {
    async *list() {
      yield* entries;
    },
    open: async (name) => open(chosenEntry(path, name, entries)),
    close,
  };
}

interface ListedFileParts<Entry> {
  readonly open: (chosen: Entry) => Dataset | Promise<Dataset>;
  /** Default: nothing is open. */
  readonly close?: () => Promise<void>;
}
