import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserNote } from './browser.js';
import { Drag } from './drop-on-page.js';
import { writeMixedFiles } from './made-files.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';
import { sumOf } from './traffic.js';

const FILES = 1000;
/** The limit of calls, far below one for each file; how many of the 64 probes are in it depends on the machine. */
const MAX_CALLS = 100;
/** The limit of drawn rows: those in view and the overscan. */
const MAX_ROWS = 60;

let studio: Studio;

describe.skipIf(browserNote !== '')(`a thousand files${browserNote}`, () => {
  beforeEach(async () => {
    studio = await openStudio();
  });
  afterEach(() => studio.close());

  it('shows kinds and totals of all files of a folder with few calls and few rows', async () => {
    const { page } = studio;
    writeMixedFiles(studio.path('many'), FILES);
    await page.getByRole('button', { name: 'Choose folder…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose a folder' });
    await dialog.getByRole('row').filter({ hasText: 'many' }).click();
    studio.traffic.takeCalls();
    await dialog.getByRole('button', { name: /^Add/ }).click();
    await expectTotals();
    studio.expectNoFaults();
  });

  it('shows kinds and totals of all dropped files with few calls and few rows besides the uploads', async () => {
    const drag = new Drag(studio.page, writeMixedFiles(studio.path('many'), FILES));
    studio.traffic.takeCalls();
    await drag.drop();
    await expectTotals();
    studio.expectNoFaults();
  });
});

/** All files are listed, their kinds are counted and their bytes are added up. */
async function expectTotals(): Promise<void> {
  const { page, traffic } = studio;
  await page.getByRole('heading', { name: '1,000 items' }).waitFor();
  await page.getByRole('group', { name: 'Kinds to include' }).waitFor();
  await page.getByText(/^1,000 items ready/).waitFor();
  const calls = traffic.takeCalls();
  expect(sumOf(calls), [...calls].join(' ')).toBeLessThan(MAX_CALLS);
  const rows = await page.getByRole('radiogroup', { name: /^Action for/ }).count();
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(MAX_ROWS);
}
