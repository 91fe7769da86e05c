import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npyHead } from './inspector-files.js';

/** Writes a sparse file of zeros, which takes no disk space and no time. */
export function writeSparseFile(path: string, sizeBytes: number): void {
  const file = openSync(path, 'w');
  ftruncateSync(file, sizeBytes);
  closeSync(file);
}

/** Writes a `.npy` file of float64: a slow wave with a little noise, with other values for another seed. */
export function writeNpyFile(path: string, items: number, seed = 1): void {
  const values = new Float64Array(items);
  let state = seed;
  for (let index = 0; index < items; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[index] = Math.sin(index / 500) * 100 + (state >>> 24) / 256;
  }
  writeFileSync(path, Buffer.concat([npyHead('<f8', [items]), Buffer.from(values.buffer)]));
}

/** Writes `count` small files into a new folder, a third each of arrays, raw bytes and invalid `.npy` files. */
export function writeMixedFiles(folder: string, count: number): readonly string[] {
  mkdirSync(folder);
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${index}.${index % 3 === 1 ? 'bin' : 'npy'}`);
    if (index % 3 === 0) writeNpyFile(path, 100, index + 1);
    else writeFileSync(path, `raw ${index} `.repeat(50));
    return path;
  });
}
