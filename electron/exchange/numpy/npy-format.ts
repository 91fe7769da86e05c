import { stat } from 'node:fs/promises';
import { contentOf } from '../../engine/arrays/array-or-bytes.js';
import { npyFileSink, npyFileSource } from '../../engine/arrays/npy-file.js';
import type { OutputOptions } from '../../engine/io/atomic-file.js';
import type { OperationOptions } from '../../engine/operation.js';
import type { PlainSink } from '../../engine/pack/plain/plain-sink.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { readingBy, singleArrayFile } from '../array-file.js';
import type { ArrayFormat, Dataset, DatasetsWriter, NewDataset, WriteOptions } from '../dataset.js';
import { NOT_COMPRESSED, specOf } from './numpy-source.js';
import { writeSource } from './write-source.js';

/** `.npy` files, as `np.save` writes them. */
export const NPY_FORMAT: ArrayFormat = {
  id: 'npy',
  label: '.npy',
  endings: ['.npy'],
  recognises: async ({ head }) => contentOf(head) === 'npy',
  ...readingBy(async (path) => singleArrayFile('.npy', path, () => openNpy(path))),
  create: async (path, options) => new NpyWriter(path, options),
};

async function openNpy(path: string): Promise<Dataset> {
  const source = await npyFileSource(path);
  return {
    name: path,
    spec: specOf(source),
    attributes: new Map(),
    chunks: NOT_COMPRESSED,
    // The dataset owns the file.
    read: async (_: OperationOptions): Promise<PlainSource> => ({ ...source, close: async () => undefined }),
    requireUnchanged: async () => source.requireUnchanged?.(),
    close: async () => source.close?.(),
  };
}

/** The file is created by `write`, and gets its name by `finish`. */
class NpyWriter implements DatasetsWriter {
  readonly holdsMany = false;
  readonly #path: string;
  readonly #sink: PlainSink;

  constructor(path: string, options: OutputOptions) {
    this.#path = path;
    this.#sink = npyFileSink(path, options);
  }

  write(array: NewDataset, source: PlainSource, options: WriteOptions): Promise<void> {
    return writeSource(array, source, this.#sink, options);
  }

  async finish(): Promise<number> {
    await this.#sink.finish();
    return (await stat(this.#path)).size;
  }

  abort(): Promise<void> {
    return this.#sink.abort();
  }
}
