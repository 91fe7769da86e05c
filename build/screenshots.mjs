/**
 * Makes the pictures of the README from the running app: `node build/screenshots.mjs`. Serves the app as `blpk serve` does, fills
 * it with the sample and generated arrays, and takes screenshots with Chromium. `--out <folder>` writes elsewhere; `--only work`,
 * `inspector`, `compare` or `states` makes only those. To look at every screen: `--all --size 1440x900,1100x700,800x600,640x400
 * --themes light,dark,contrast --out <folder>`; with several sizes the pictures have the size in their names.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { root } from './root.mjs';
import { makeData } from './screenshots/arrays.mjs';
import { takeStates } from './screenshots/states.mjs';

/** @typedef {import('playwright').Page} Page */

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '1440x900' },
    themes: { type: 'string', default: 'light,dark' },
    only: { type: 'string' },
    all: { type: 'boolean', default: false },
    out: { type: 'string', default: join(root, 'docs/images') },
    program: { type: 'string', default: join(root, 'dist/blpk.cjs') },
  },
});
const sizes = options.size.split(',');
const themes = options.themes.split(',');
const [width, height] = sizeOf(sizes[0] ?? '');
const out = resolve(options.out);
const scratch = mkdtempSync(join(tmpdir(), 'screenshots-'));
const data = join(scratch, 'data');

mkdirSync(out, { recursive: true });
mkdirSync(data);
await makeData(data, blpk);
const server = await serve();
/** Debian's; the headless shell starts faster and shows pages in the same way. */
const PATHS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path)) ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce', locale: 'en-US' });
  page.setDefaultTimeout(120_000);
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
  if (options.all ? isWanted('states') : options.only === 'states') {
    await takeStates({ page, take: (name) => inThemes(page, name), openView: (place) => openView(page, place) });
  }
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
  await inThemes(page, 'home');

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
  await inThemes(page, 'jobs');
  await page.getByRole('button', { name: 'Cancel all…' }).click();
  await page.getByRole('button', { name: 'Cancel all jobs' }).click();

  await openView(page, 'Settings');
  await inThemes(page, 'settings');
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
  await inThemes(page, 'inspector-overview');

  await view('Bytes');
  await page.getByText('00000000', { exact: true }).waitFor();
  await goTo('0x10');
  await page.getByRole('grid', { name: 'Bytes of the file' }).press('Enter');
  await page.getByRole('heading', { name: 'nchunks' }).waitFor();
  await inThemes(page, 'inspector-bytes');

  await goTo('chunk 412');
  await page.getByRole('heading', { name: 'Chunk 412' }).waitFor();
  await view('Chunks');
  await page.getByText(/bytes of an item/).waitFor();
  await inThemes(page, 'inspector-chunks');

  await view('Data');
  await page.getByRole('grid', { name: 'Values' }).getByRole('gridcell').first().waitFor();
  await goTo('1650, 785');
  await page.getByText('[1650, 785]', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Statistics' }).getByText('Maximum').waitFor();
  await inThemes(page, 'inspector-data');
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
  await inThemes(page, 'compare');
}

/**
 * @param {Page} page
 * @param {string} name of the pictures
 */
async function inThemes(page, name) {
  // Messages disappear by themselves; the pointer would highlight a row.
  for (const message of await page.getByRole('button', { name: 'Dismiss' }).all()) await message.click();
  for (const size of sizes) {
    const [wide, high] = sizeOf(size);
    await page.setViewportSize({ width: wide, height: high });
    await page.mouse.move(wide - 2, 20);
    for (const theme of themes) {
      await page.emulateMedia({
        colorScheme: theme === 'dark' ? 'dark' : 'light',
        contrast: theme === 'contrast' ? 'more' : 'no-preference',
      });
      await page.waitForTimeout(300);
      const file = sizes.length > 1 ? `${name}-${theme}-${size}` : `${name}-${theme}`;
      await page.screenshot({ path: join(out, `${file}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
  await page.setViewportSize({ width, height });
}

/**
 * @param {string} size such as 1100x700
 * @returns {[number, number]}
 */
function sizeOf(size) {
  const [wide = 1440, high = 900] = size.split('x').map(Number);
  return [wide, high];
}

/** @param {readonly string[]} args */
function blpk(args) {
  const { status } = spawnSync(process.execPath, [options.program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`blpk ${args.join(' ')} failed`);
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
