import type { NdArray } from '../engine/arrays/ndarray.js';
import { ndarray } from '../engine/arrays/ndarray.js';

const ROWS = 720;
const COLUMNS = 1440;
const PIXELS = 1024;
const SERIES_ITEMS = 2 ** 18;

/** Pseudo-random 32-bit integers, the same on every machine (xorshift32). */
function* randomBits(seed: number): Generator<number, never, undefined> {
  let state = seed;
  for (;;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

/** Simulated temperatures on a half-degree grid of the earth, in kelvin: float32, warm at the equator, with noise. 4 MB. */
export function temperatureArray(): NdArray {
  const values = new Float32Array(ROWS * COLUMNS);
  const random = randomBits(0x5eed);
  let weather = 0;
  for (let index = 0; index < values.length; index++) {
    const latitude = Math.floor(index / COLUMNS) / (ROWS / 2) - 1;
    weather = weather * 0.98 + (random.next().value % 1024) / 2048 - 0.25;
    // Tenths of a kelvin, as measured.
    values[index] = Math.round((300 - 50 * latitude * latitude + weather) * 10) / 10;
  }
  return ndarray(values, { shape: [ROWS, COLUMNS] });
}

/** Simulated counts of a detector with a bright spot in the middle: uint16. 2 MiB. */
export function detectorArray(): NdArray {
  const values = new Uint16Array(PIXELS * PIXELS);
  const random = randomBits(0xbeef);
  for (let index = 0; index < values.length; index++) {
    const [x, y] = [index % PIXELS, Math.floor(index / PIXELS)];
    const distance = (x - PIXELS / 2) ** 2 + (y - PIXELS / 2) ** 2;
    values[index] = Math.floor(4e6 / (2000 + distance)) + (random.next().value % 16);
  }
  return ndarray(values, { shape: [PIXELS, PIXELS] });
}

/** A slow random walk: float64. 2 MiB. */
export function seriesArray(): NdArray {
  const values = new Float64Array(SERIES_ITEMS);
  const random = randomBits(0xcafe);
  let value = 1000;
  for (let index = 0; index < values.length; index++) {
    value += ((random.next().value % 2001) - 1000) / 1024;
    values[index] = value;
  }
  return ndarray(values);
}
