import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noise, npy, npz, wave } from './arrays.mjs';

/**
 * Writes small files of every kind into a folder, for the pictures of dialogs and failures.
 *
 * @param {string} folder
 * @param {(args: readonly string[]) => void} blpk
 */
export async function makeSmallFiles(folder, blpk) {
  const path = (/** @type {string} */ name) => join(folder, name);
  writeFileSync(path('stations.npy'), npy('<f8', [1000, 64], wave(64_000, 10)));
  writeFileSync(path('more-stations.npy'), npy('<f8', [200, 64], wave(12_800, 10)));
  writeFileSync(path('noise.npy'), npy('|u1', [500_000], noise(500_000)));
  writeFileSync(path('detector_0817.raw'), new Uint16Array(wave(500_000, 1)));
  writeFileSync(path('lidar_tile.npz'), await npz(20_000));
  writeFileSync(path('complex.npy'), npy('<c16', [96, 128], wave(2 * 96 * 128, 100)));
  writeFileSync(path('table.csv'), 'station,height,count\nZugspitze,2962,12\nBrocken,1141,8\nArkona,42,31\n');
  writeFileSync(path('cut.npy'), readFileSync(path('stations.npy')).subarray(0, 200_000));
  writeFileSync(path('empty.bin'), '');
  writeFileSync(path('no-array.npy'), 'this is text');
  writeFileSync(path('long.npy'), npy('|u1', [2 ** 27], repeated(noise(2 ** 22), 32)));
  mkdirSync(path('series'));
  for (let month = 1; month <= 30; month++) {
    writeFileSync(join(folder, 'series', `m${month}.npy`), npy('<f8', [500], wave(500, month)));
  }
  writeContainers(path, blpk);
}

/**
 * @param {(name: string) => string} path
 * @param {(args: readonly string[]) => void} blpk
 */
function writeContainers(path, blpk) {
  blpk(['pack', '--chunk-size', '8K', path('stations.npy'), path('series.blp')]);
  blpk(['pack', '--chunk-size', '8K', '-c', 'zstd', path('stations.npy'), path('series-zstd.blp')]);
  blpk(['pack', '--chunk-size', '8K', path('stations.npy'), path('cut.blp')]);
  truncateSync(path('cut.blp'), 60_000);
  for (const name of ['grid.zarr', 'grid.h5'])
    blpk(['convert', '--chunk-rows', '20', path('stations.npy'), path(name)]);
  blpk(['compress', path('detector_0817.raw'), path('detector.blp')]);
  blpk(['pack', '--chunk-size', '1K', '--no-offsets', path('stations.npy'), path('no-offsets.blp')]);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} times
 */
function repeated(bytes, times) {
  return Buffer.concat(Array.from({ length: times }, () => bytes));
}
