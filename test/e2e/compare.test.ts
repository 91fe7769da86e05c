import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Container } from '../../electron/engine/container/container.js';
import { openFileReader } from '../../electron/engine/io/file-reader.js';
import { verifyContainer } from '../../electron/engine/verify/verify-container.js';
import { isMeasured } from '../../shared/compare/result.js';
import { parseRun } from '../../shared/compare/saved-run.js';
import { bloscFlags } from '../../shared/format/blosc-chunk.js';
import { browserNote } from './browser.js';
import { Drag } from './drop-on-page.js';
import { waitForState } from './job-rows.js';
import { writeNpyFile } from './made-files.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';

let studio: Studio;

describe.skipIf(browserNote !== '')(`comparing codecs${browserNote}`, () => {
  beforeEach(async () => {
    studio = await openStudio();
  });
  afterEach(() => studio.close());

  // One run for all of it: measuring takes the longest.
  it('measures a dropped file with the Quick preset, keeps the run, advises for a goal, and packs the file as advised', async () => {
    const { page } = studio;
    const path = studio.path('wave.npy');
    writeNpyFile(path, 100_000);
    await studio.go('Compare');
    await new Drag(page, [path]).drop();
    await page.getByText('wave.npy').first().waitFor();
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.getByText(/round trips exact$/).waitFor();
    await expectTableOfRun();

    await page.getByRole('combobox', { name: 'Goal' }).selectOption({ label: 'Smallest' });
    const sentence = await page.getByText(/ is smallest: /).innerText();
    const [, codec, level, shuffle] = /^(\w+) · (\d) · (no|byte|bit) shuffle is smallest/.exec(sentence) ?? [];
    expect(codec).toBeDefined();
    await page.getByRole('button', { name: 'Use for this file…' }).click();
    await page.getByRole('dialog', { name: 'Compress wave.npy?' }).getByRole('button', { name: 'Compress' }).click();
    await waitForState(page, 'wave.npy', 'Verified');
    const packed = findBelow(studio.dataFolder, 'wave.npy.blp');
    expect(await settingsOf(packed)).toEqual({ codec: codec === 'lz4hc' ? 'lz4' : codec, shuffle });
    expect((await verified(packed)).whole).toBe(true);
    expect(level).toMatch(/^\d$/);
    studio.expectNoFaults();
  });

  it('sends a measured folder to Home with the advised options', async () => {
    const { page } = studio;
    mkdirSync(studio.path('runs'));
    for (const name of ['one.npy', 'two.npy']) writeNpyFile(studio.path('runs', name), 1000);
    await studio.go('Compare');
    await page.getByRole('button', { name: 'Choose a folder…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose a folder' });
    await dialog.getByRole('gridcell', { name: /^runs/ }).click();
    await dialog.getByRole('button', { name: 'Add 1 folder' }).click();
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.getByText(/round trips exact$/).waitFor();

    await page.getByRole('combobox', { name: 'Goal' }).selectOption({ label: 'Smallest' });
    const sentence = await page.getByText(/ is smallest: /).innerText();
    const [, codec, level] = /^(\w+) · (\d) · /.exec(sentence) ?? [];
    await page.getByRole('button', { name: 'Use for this folder' }).click();
    await page.getByText('two.npy').waitFor();
    await page.getByText(`${codec} · level ${level} · `).waitFor();
    studio.expectNoFaults();
  });
});

/** The page's table says what the run's own file says, which is kept. */
async function expectTableOfRun(): Promise<void> {
  const folder = join(studio.rootsFolder, 'runs');
  const [file = ''] = readdirSync(folder);
  const run = parseRun(readFileSync(join(folder, file), 'utf8'));
  for (const result of run.results.filter(isMeasured)) {
    if (result.setting.codec === 'copy') continue;
    const row = studio.page.getByRole('row').filter({ hasText: result.setting.codec });
    await row
      .filter({ hasText: result.ratio.toFixed(2) })
      .first()
      .waitFor();
  }
}

/** What the first chunk's header says; the level is stored nowhere, and lz4hc writes as lz4. */
async function settingsOf(path: string) {
  const container = await Container.open(path);
  try {
    const { blosc } = await container.chunk(0);
    const { byteShuffle, bitShuffle, codec } = bloscFlags(blosc.flags);
    return { codec, shuffle: bitShuffle ? 'bit' : byteShuffle ? 'byte' : 'no' };
  } finally {
    await container.close();
  }
}

/** Files that are dropped on a browser are uploaded, and packed in the upload folder. */
function findBelow(folder: string, name: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith(name));
  if (found === undefined) throw new Error(`there is no ${name} below the data folder`);
  return join(folder, found);
}

async function verified(path: string) {
  const reader = await openFileReader(path);
  try {
    return await verifyContainer(reader);
  } finally {
    await reader.close();
  }
}
