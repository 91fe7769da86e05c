import { appendFileSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/**
 * Writes arrays of realistic size into a folder.
 *
 * @param {string} data
 * @param {(args: readonly string[]) => void} blpk
 */
export async function makeData(data, blpk) {
  writeFileSync(join(data, 'stations_t2m.npy'), npy('<f8', [3652, 2048], new Float64Array(wave(3652 * 2048, 10))));
  writeFileSync(join(data, 'noise.npy'), npy('|u1', [4_000_000], noise(4_000_000)));
  writeFileSync(join(data, 'detector_0817.raw'), new Uint16Array(wave(6_000_000, 1)));
  writeFileSync(join(data, 'lidar_tile.npz'), await npz(200_000));
  writeYears(data);
  writeContainer(data, blpk);
}

/**
 * 3,652 days of 2,048 stations in 913 chunks: periods of low and high variability, and one without rounding.
 *
 * @param {string} data
 * @param {(args: readonly string[]) => void} blpk
 */
function writeContainer(data, blpk) {
  const source = join(data, 't2m_hourly.npy');
  writeFileSync(source, npy('<f8', [3652, 2048], temperatures(3652, 2048)));
  blpk(['pack', '--chunk-size', '64K', '--codec', 'lz4', source, join(data, 't2m_hourly.blp')]);
  rmSync(source);
}

/**
 * @param {number} days
 * @param {number} stations
 */
function temperatures(days, stations) {
  const values = new Float64Array(days * stations);
  const random = randomBits();
  for (let day = 0; day < days; day++) {
    const season = Math.sin(((day % 365) / 365) * 2 * Math.PI - 1.9);
    const variability = 0.02 + 3 * Math.max(0, Math.sin(day / 120)) ** 3;
    for (let station = 0; station < stations; station++) {
      const climate = 283 - 24 * Math.abs(station / stations - 0.45) + 4 * Math.sin(station / 70);
      const amplitude = 4 + 10 * (station / stations);
      const value = climate + amplitude * season + (random() - 0.5) * variability;
      const isRaw = day > 2200 && day < 2260;
      values[day * stations + station] = isRaw ? value : Math.round(value * 16) / 16;
    }
  }
  return values;
}

/** Pseudo-random numbers from 0 to 1, the same each time. */
function randomBits() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Three years of 1.3 GiB, which share the disk space of one.
 *
 * @param {string} data
 */
function writeYears(data) {
  const months = weather(1095 * 180 * 144);
  const path = (/** @type {number} */ year) => join(data, `era5_${year}.npy`);
  writeFileSync(path(2021), npy('<f4', [12 * 1095, 180, 144], new Float32Array()));
  for (let times = 0; times < 12; times++) appendFileSync(path(2021), new Uint8Array(months.buffer));
  for (const year of [2022, 2023]) linkSync(path(2021), path(year));
}

/**
 * @param {number} items
 * @param {number} steps to one
 */
export function wave(items, steps) {
  return Float64Array.from({ length: items }, (_, index) => {
    const value = 1000 + 12 * Math.sin(index / 900) + 3 * Math.sin(index / 37) + ((index * 7919) % 13) / 20;
    return Math.round(value * steps) / steps;
  });
}

/** @param {number} length */
export function noise(length) {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) ^ (state >>> 24);
  });
}

/**
 * A file with the header that numpy writes: with room for the digits of a growing first axis.
 *
 * @param {string} descr
 * @param {readonly number[]} shape
 * @param {ArrayBufferView} values
 */
export function npy(descr, shape, values) {
  const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const room = ' '.repeat(21 - String(shape[0]).length);
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${lengths}), }${room}`;
  const padded = `${text.padEnd((Math.floor((text.length + 11) / 64) + 1) * 64 - 11)}\n`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), bytes]);
}

/**
 * An archive of four arrays, of which one holds Python objects.
 *
 * @param {number} points
 */
export function npz(points) {
  const zip = new ZipFile();
  const members = {
    'xyz.npy': npy('<f8', [points, 3], wave(points * 3, 100)),
    'intensity.npy': npy('<u2', [points], new Uint16Array(wave(points, 1))),
    'class.npy': npy('|u1', [points], new Uint8Array(points)),
    'notes.npy': npy('|O', [1], new Uint8Array(8)),
  };
  for (const [name, bytes] of Object.entries(members)) zip.addBuffer(bytes, name, { compress: false });
  zip.end();
  return buffer(zip.outputStream);
}

/**
 * Temperatures in kelvin with a given variability.
 *
 * @param {number} items
 */
function weather(items) {
  const values = new Float32Array(items);
  let state = 1;
  for (let index = 0; index < items; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const variability = 3 + 2 * Math.sin(index / 4e6) + Math.sin(index / 1.1e6);
    values[index] = Math.round((280 + 15 * Math.sin(index / 20_000) + (state / 2 ** 31) * variability) * 64) / 64;
  }
  return values;
}
