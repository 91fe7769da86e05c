import { createHash } from 'node:crypto';
import type { Dataset } from '../../../../electron/exchange/dataset.js';
import { HDF5_FORMAT } from '../../../../electron/exchange/hdf5/hdf5-format.js';
import { dtypeDescrRepr } from '../../../../shared/format/numpy/dtype-print.js';

/** What Python prints of an array too (`facts` in python-hdf5.ts). */
export interface ArrayFacts {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly sha1: string;
}

/** Reads an array by its pieces. */
export async function factsOf(dataset: Pick<Dataset, 'spec' | 'read'>): Promise<ArrayFacts> {
  const hash = createHash('sha1');
  const { spec } = dataset;
  const source = await dataset.read({});
  for await (const piece of source.pieces()) hash.update(piece);
  await source.requireUnchanged?.();
  return { descr: dtypeDescrRepr(spec.dtype), shape: spec.shape, sha1: hash.digest('hex') };
}

/** All arrays of a file by name, without the leading `/`, and why others cannot be read. */
export async function readAll(path: string): Promise<Readonly<Record<string, ArrayFacts | string>>> {
  const found: Record<string, ArrayFacts | string> = {};
  const file = await HDF5_FORMAT.openFile(path, {});
  try {
    for await (const { name = '', spec, reason } of file.list({})) {
      const key = name.slice(1);
      if (spec === undefined) {
        found[key] = reason ?? '';
        continue;
      }
      const dataset = await file.open(name, {});
      found[key] = await factsOf(dataset);
      await dataset.close();
    }
  } finally {
    await file.close();
  }
  return found;
}
