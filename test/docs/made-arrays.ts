import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ndarray } from '../../electron/engine/arrays/ndarray.js';
import { ndarraySource } from '../../electron/engine/arrays/ndarray-memory.js';
import { NpzWriter } from '../../electron/engine/arrays/npz-writer.js';
import { parseTypeString } from '../../shared/format/numpy/dtype-parse.js';
import { printNpyHeader } from '../../shared/format/numpy/npy-header.js';

type Values = Int32Array | Float32Array | Float64Array;

export interface MadeArray {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly values: Values;
}

export function writeNpy(path: string, { descr, shape, values }: MadeArray): void {
  const header = printNpyHeader({ dtype: parseTypeString(descr), shape, fortranOrder: false });
  writeFileSync(path, Buffer.concat([header, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]));
}

/** An archive of these arrays. */
export async function writeNpz(path: string, arrays: Readonly<Record<string, MadeArray>>): Promise<void> {
  const archive = await NpzWriter.create(path);
  for (const [name, { shape, values }] of Object.entries(arrays)) {
    const array = ndarray(values, { shape: [...shape] });
    const sink = archive.member(name);
    const { sizeBytes, metadata } = ndarraySource(array);
    await sink.begin({ sizeBytes, metadata });
    await sink.write(array.bytes);
    await sink.finish();
  }
  await archive.finish();
}

/** The `run.npz` of the pages: `times`, `counts` and `grid`. */
export function writeRun(folder: string): Promise<void> {
  return writeNpz(join(folder, 'run.npz'), {
    times: { descr: '<i4', shape: [24], values: Int32Array.from({ length: 24 }, (_, hour) => 3600 * hour) },
    counts: { descr: '<i4', shape: [24], values: Int32Array.from({ length: 24 }, (_, hour) => hour % 5) },
    grid: { descr: '<f8', shape: [20, 30], values: Float64Array.from({ length: 600 }, (_, at) => Math.sin(at)) },
  });
}
