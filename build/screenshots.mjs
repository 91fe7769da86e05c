/**
 * Makes the pictures of the README from the running app: `node build/screenshots.mjs`. Serves the app as `blpk serve` does, fills
 * it with the sample and generated arrays, and takes screenshots with Chromium. `--size 1100x700` sets the window's size;
 * `--out <folder>` writes elsewhere, `--only inspector` or `--only compare` makes only those.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { ZipFile } from 'yazl';
import { root } from './root.mjs';

/** @typedef {import('playwright').Page} Page */

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '1440x900' },
    only: { type: 'string' },
    out: { type: 'string', default: join(root, 'docs/images') },
    program: { type: 'string', default: join(root, 'dist/blpk.cjs') },
  },
});
const [width = 1440, height = 900] = options.size.split('x').map(Number);
const out = resolve(options.out);
const scratch = mkdtempSync(join(tmpdir(), 'screenshots-'));
const data = join(scratch, 'data');

mkdirSync(out, { recursive: true });
mkdirSync(data);
await makeData();
const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce', locale: 'en-US' });
  page.setDefaultTimeout(20_000);
  await page.goto(server.url);
  await takePictures(page);
} finally {
  await browser.close();
  server.child.kill('SIGTERM');
  await once(server.child, 'exit');
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {Page} page */
async function takePictures(page) {
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const isWanted = (/** @type {string} */ name) => options.only === undefined || options.only === name;
  if (isWanted('work')) await takeWork(page);
  if (isWanted('inspector')) await takeInspector(page);
  if (isWanted('compare')) await takeCompare(page);
}

/**
 * Home, Jobs and Settings with data.
 *
 * @param {Page} page
 */
async function takeWork(page) {
  await page.getByRole('button', { name: /^Open the sample/ }).click();
  await run(page, /^Compress 2, decompress 1/);
  await page.getByText(/is damaged/).waitFor();
  await openView(page, 'Home');
  await choose(page, ['stations_t2m.npy', 'detector_0817.raw', 'lidar_tile.npz']);
  await page.getByText('typesize 8', { exact: true }).waitFor();
  await page.getByText(/^Writes/).waitFor();
  await inBothThemes(page, 'home');

  await page.getByRole('button', { name: 'Clear' }).click();
  await choose(page, ['noise.npy']);
  await run(page, /^Compress 1 file/);
  await page.getByRole('button', { name: 'Keep both' }).waitFor();
  await openView(page, 'Home');
  await choose(page, ['era5_2021.npy', 'era5_2022.npy', 'era5_2023.npy', 'stations_t2m.npy', 'lidar_tile.npz']);
  await page.getByRole('combobox', { name: 'Compression preset' }).selectOption('Reference defaults');
  await run(page, /^Compress 5 files/);
  const first = page.getByRole('row').filter({ hasText: 'era5_2021.npy' });
  await first.filter({ hasText: 'Verified' }).waitFor({ timeout: 60_000 });
  const second = page.getByRole('row').filter({ hasText: 'era5_2022.npy' });
  await second
    .filter({ hasText: 'Running' })
    .filter({ hasText: /[2-9]\d %/ })
    .waitFor({ timeout: 60_000 });
  await inBothThemes(page, 'jobs');
  await page.getByRole('button', { name: 'Cancel all…' }).click();
  await page.getByRole('button', { name: 'Cancel all jobs' }).click();

  await openView(page, 'Settings');
  await inBothThemes(page, 'settings');
}

/**
 * The four views of one container, with one chunk and one cell chosen.
 *
 * @param {Page} page
 */
async function takeInspector(page) {
  const view = (/** @type {string} */ name) => page.getByRole('tab', { name, exact: true }).click();
  const goTo = async (/** @type {string} */ text) => {
    await page.getByRole('textbox', { name: 'Go to' }).fill(text);
    await page.keyboard.press('Enter');
  };
  await openView(page, 'Inspector');
  await choose(page, ['t2m_hourly.blp']);
  await page.getByRole('button', { name: 'Verify all' }).click();
  await page.getByRole('region', { name: 'Key figures' }).getByText('Verified').waitFor();
  await page.getByText(/^\d+ chunks, today/).waitFor();
  await inBothThemes(page, 'inspector-overview');

  await view('Bytes');
  await page.getByText('00000000', { exact: true }).waitFor();
  await goTo('0x10');
  await page.getByRole('grid', { name: 'Bytes of the file' }).press('Enter');
  await page.getByRole('heading', { name: 'nchunks' }).waitFor();
  await inBothThemes(page, 'inspector-bytes');

  await goTo('chunk 412');
  await page.getByRole('heading', { name: 'Chunk 412' }).waitFor();
  await view('Chunks');
  await page.getByText(/bytes of an item/).waitFor();
  await inBothThemes(page, 'inspector-chunks');

  await view('Data');
  await page.getByRole('grid', { name: 'Values' }).getByRole('gridcell').first().waitFor();
  await goTo('1650, 785');
  await page.getByText('[1650, 785]', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Statistics' }).getByText('Maximum').waitFor();
  await inBothThemes(page, 'inspector-data');
}

/**
 * A balanced comparison of a built-in data set, with two settings pinned.
 *
 * @param {Page} page
 */
async function takeCompare(page) {
  await openView(page, 'Compare');
  await page.getByRole('combobox', { name: 'Built-in data' }).selectOption('neuronal');
  await page.getByText('Balanced', { exact: true }).click();
  await page.getByRole('button', { name: /^Run/ }).click();
  await page.getByText(/round trips exact$/).waitFor({ timeout: 600_000 });
  const rows = page.locator('tr[id^="row-"]');
  await rows.first().focus();
  await page.keyboard.press('Space');
  await rows.nth(3).click({ modifiers: ['Shift'] });
  await page.mouse.wheel(0, -5000);
  await inBothThemes(page, 'compare');
}

/**
 * @param {Page} page
 * @param {string} name of the pictures
 */
async function inBothThemes(page, name) {
  // Messages disappear by themselves; the pointer would highlight a row.
  for (const message of await page.getByRole('button', { name: 'Dismiss' }).all()) await message.click();
  await page.mouse.move(width - 2, 20);
  for (const theme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(out, `${name}-${theme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/**
 * @param {Page} page
 * @param {'Home' | 'Jobs' | 'Inspector' | 'Compare' | 'Settings'} place
 */
function openView(page, place) {
  return page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: place }).click();
}

/**
 * @param {Page} page
 * @param {readonly string[]} names
 */
async function choose(page, names) {
  await page.getByRole('button', { name: /^Choose files/ }).click();
  for (const name of names) {
    const cell = page.getByRole('gridcell', { name, exact: true });
    await page
      .getByRole('row')
      .filter({ has: cell })
      .click({ modifiers: ['Control'] });
  }
  await page.getByRole('button', { name: /^Add \d/ }).click();
}

/**
 * @param {Page} page
 * @param {RegExp} text of the primary button
 */
function run(page, text) {
  return page.getByRole('button', { name: text }).click();
}

/** @returns {Promise<{ child: import('node:child_process').ChildProcess, url: string }>} */
async function serve() {
  const child = spawn(process.execPath, [options.program, 'serve', '--no-open', '--root', data], {
    // In the home folder, so that folders are shown as ~/data.
    env: { ...process.env, HOME: scratch, BLOSCPACK_DATA: join(scratch, 'app') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { child, url: String(line).split(' ')[0] ?? '' };
}

/** Writes arrays of realistic size. */
async function makeData() {
  writeFileSync(join(data, 'stations_t2m.npy'), npy('<f8', [3652, 2048], new Float64Array(wave(3652 * 2048, 10))));
  writeFileSync(join(data, 'noise.npy'), npy('|u1', [4_000_000], noise(4_000_000)));
  writeFileSync(join(data, 'detector_0817.raw'), new Uint16Array(wave(6_000_000, 1)));
  writeFileSync(join(data, 'lidar_tile.npz'), await npz());
  writeYears();
  writeContainer();
}

/** 3,652 days of 2,048 stations in 913 chunks: periods of low and high variability, and one without rounding. */
function writeContainer() {
  const source = join(data, 't2m_hourly.npy');
  writeFileSync(source, npy('<f8', [3652, 2048], temperatures(3652, 2048)));
  const args = ['pack', '--chunk-size', '64K', '--codec', 'lz4', source, join(data, 't2m_hourly.blp')];
  const { status } = spawnSync(process.execPath, [options.program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('t2m_hourly.blp could not be made');
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

/** Three years of 1.3 GiB, which share the disk space of one. */
function writeYears() {
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
function wave(items, steps) {
  return Float64Array.from({ length: items }, (_, index) => {
    const value = 1000 + 12 * Math.sin(index / 900) + 3 * Math.sin(index / 37) + ((index * 7919) % 13) / 20;
    return Math.round(value * steps) / steps;
  });
}

/** @param {number} length */
function noise(length) {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) ^ (state >>> 24);
  });
}

/**
 * @param {string} descr
 * @param {readonly number[]} shape
 * @param {ArrayBufferView} values
 */
function npy(descr, shape, values) {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), bytes]);
}

/** An archive of four arrays, of which one holds Python objects. */
function npz() {
  const points = 200_000;
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
