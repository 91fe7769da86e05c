import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { NdArray } from '../engine/arrays/ndarray.js';
import { npyHeaderFor } from '../engine/arrays/npy-head.js';
import { Container } from '../engine/container/container.js';
import { writeAtomically } from '../engine/io/atomic-file.js';
import { withIoErrors } from '../engine/io/io-error.js';
import { makeFolder } from '../engine/io/roots.js';
import { packNdarrayToBytes } from '../engine/pack/convenience.js';
import { detectorArray, seriesArray, temperatureArray } from './sample-arrays.js';

const DAMAGED_CHUNK = 3;
const SERIES_CHUNK_BYTES = 256 * 1024;

/** Two arrays to compress, and a container with one damaged chunk to find: about 8 MiB of data. */
const FILES: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  'temperature.npy': () => npyBytes(temperatureArray()),
  'detector.npy': () => npyBytes(detectorArray()),
  'damaged-series.npy.blp': () => damagedContainer(seriesArray()),
};

/** Writes the missing sample files; returns the paths of all. The same bytes on every machine. */
export async function makeSample(folder: string): Promise<readonly string[]> {
  await withIoErrors('write', folder, () => makeFolder(folder));
  const paths: string[] = [];
  for (const [name, make] of Object.entries(FILES)) {
    const path = join(folder, name);
    paths.push(path);
    const there = await stat(path).catch(() => undefined);
    if (!there) await writeAtomically(path, await make(), { mode: 0o600 });
  }
  return paths;
}

function npyBytes(array: NdArray): Uint8Array {
  return Buffer.concat([npyHeaderFor(array), array.bytes]);
}

async function damagedContainer(array: NdArray): Promise<Uint8Array> {
  const bytes = await packNdarrayToBytes(array, { chunkSize: SERIES_CHUNK_BYTES });
  const container = await Container.open(bytes);
  const { positionBytes, blosc } = await container.chunk(DAMAGED_CHUNK);
  await container.close();
  const middle = positionBytes + Math.floor(blosc.ctbytes / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  return bytes;
}
