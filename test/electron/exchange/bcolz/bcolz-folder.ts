import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compress, MAX_OVERHEAD } from '../../../../native/index.js';

export interface CarrayFacts {
  /** As `str(dtype)` prints it. */
  readonly dtype: string;
  readonly itemsize: number;
  readonly shape: readonly number[];
  readonly chunkRows: number;
  readonly attributes?: Record<string, unknown>;
}

/** A chunk as bcolz writes it: its own header of 16 bytes, and the Blosc chunk. */
export function bcolzChunk(plain: Uint8Array, typesize: number): Buffer {
  const chunk = new Uint8Array(plain.byteLength + MAX_OVERHEAD);
  const settings = { codec: 'blosclz', clevel: 5, shuffle: 1, typesize, blocksize: 0 } as const;
  return Buffer.concat([BLOSCPACK_HEADER, chunk.subarray(0, compress(plain, chunk, settings))]);
}

/** Magic, version 1, three reserved bytes, one chunk. */
const BLOSCPACK_HEADER = Buffer.from('blpk\x01\0\0\0\x01\0\0\0\0\0\0\0', 'latin1');

/** A carray as `carray_ext.pyx` of bcolz 1.2 lays it out: `_write_meta`, `_update_disk_sizes`, `chunks._save` and `flush`. */
export function writeCarray(folder: string, bytes: Uint8Array, facts: CarrayFacts): void {
  const { dtype, itemsize, shape, chunkRows, attributes } = facts;
  const chunkBytes = chunkRows * itemsize * shape.slice(1).reduce((product, length) => product * length, 1);
  for (const name of ['meta', 'data']) mkdirSync(join(folder, name), { recursive: true });
  const sizes = { shape, nbytes: bytes.byteLength, cbytes: 0 };
  writeFileSync(join(folder, 'meta', 'sizes'), `${JSON.stringify(sizes)}\n`);
  const cparams = { clevel: 5, shuffle: 1, cname: 'blosclz', quantize: 0 };
  const storage = { dtype, cparams, chunklen: chunkRows, expectedlen: shape[0], dflt: 0.0 };
  writeFileSync(join(folder, 'meta', 'storage'), `${JSON.stringify(storage)}\n`);
  writeFileSync(join(folder, '__attrs__'), `${JSON.stringify(attributes ?? {})}\n`);
  for (let index = 0; index * chunkBytes < bytes.byteLength; index++) {
    const plain = bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes);
    writeFileSync(join(folder, 'data', `__${index}.blp`), bcolzChunk(plain, itemsize));
  }
}

/** A ctable: a folder of carrays, and the list of their names. */
export function writeCtableNames(folder: string, names: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '__rootdirs__'), `${JSON.stringify({ names })}\n`);
  writeFileSync(join(folder, '__attrs__'), '{}\n');
}
