import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserNote } from './browser.js';
import { jobList, jobRow, waitForState } from './job-rows.js';
import { focusByPanes, pressUntil, typeAhead } from './keys.js';
import { openStudio } from './open-studio.js';
import { program } from './serve-process.js';
import type { Studio } from './studio.js';

let studio: Studio;

describe.skipIf(browserNote !== '')(`the sample${browserNote}`, () => {
  beforeEach(async () => {
    studio = await openStudio();
  });
  afterEach(() => studio.close());

  it('is compressed, verified and decompressed to the same array, with the mouse only', async () => {
    const { page } = studio;
    await page.getByRole('button', { name: /^Open the sample/ }).click();
    await page.getByRole('button', { name: 'More about damaged-series.npy.blp' }).click();
    await page.getByRole('menuitem', { name: 'Remove from the list' }).click();
    await page.getByRole('button', { name: /^Compress 2 files/ }).click();
    for (const name of ['temperature.npy', 'detector.npy']) {
      await waitForState(page, name, 'Verified');
      expectWhole(`${name}.blp`);
    }

    await jobRow(page, 'temperature.npy').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Decompress the output…' }).click();
    await page.getByRole('button', { name: /^Decompress 1 file/ }).click();
    const sheet = page.getByRole('dialog', { name: '1 output is already there' });
    await sheet.getByText('Rename', { exact: true }).click();
    await sheet.getByRole('button', { name: 'Rename and start' }).click();
    await waitForState(page, 'temperature.npy.blp', 'Verified');
    expectSameBytes('temperature (2).npy', 'temperature.npy');
    studio.expectNoFaults();
  });

  it('is compressed, verified and decompressed to the same array, with the keyboard only', async () => {
    const { page } = studio;
    const { keyboard } = page;
    await keyboard.press('Control+Shift+P');
    await page.getByRole('dialog').locator('input:focus').waitFor();
    await keyboard.type('sample');
    await page
      .getByRole('option', { selected: true })
      .filter({ hasText: /sample/ })
      .waitFor();
    await keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^Compress 2, decompress 1/ })
      .and(page.locator(':enabled'))
      .waitFor();
    await keyboard.press('Control+Enter');
    await waitForState(page, 'detector.npy', 'Verified');
    await waitForState(page, 'damaged-series.npy.blp', 'Failed');
    expectWhole('detector.npy.blp');

    await focusByPanes(page, jobList(page));
    await chooseRow('detector.npy');
    await keyboard.press('Shift+F10');
    await page.getByRole('menu').waitFor();
    // Menus find their entries by the first letters.
    await typeAhead(page, 'Dec', async () => (await focusedText()).includes('Decompress the output…'));
    await keyboard.press('Enter');
    await page
      .getByRole('button', { name: /^Decompress 1 file/ })
      .and(page.locator(':enabled'))
      .waitFor();
    await keyboard.press('Control+Enter');
    await page.getByRole('dialog', { name: '1 output is already there' }).waitFor();
    await pressUntil(page, 'Tab', async () => (await focusedText()).includes('Rename and start'));
    await keyboard.press('Enter');
    await waitForState(page, 'detector.npy.blp', 'Verified');
    expectSameBytes('detector (2).npy', 'detector.npy');
    studio.expectNoFaults();
  });
});

/** Runs `blpk verify` on the container, which must find all chunks intact. */
function expectWhole(name: string): void {
  const report = execFileSync(process.execPath, [program, 'verify', join(studio.sampleFolder, name)], {
    encoding: 'utf8',
  });
  expect(report).not.toContain('damaged');
}

function expectSameBytes(made: string, source: string): void {
  const read = (name: string) => readFileSync(join(studio.sampleFolder, name));
  expect(read(made).equals(read(source))).toBe(true);
}

/** Moves with the arrow keys from the first row down; waits after each press until the selection has moved. */
async function chooseRow(name: string): Promise<void> {
  const { page } = studio;
  const chosen = jobList(page).getByRole('row', { selected: true });
  await page.keyboard.press('Home');
  await chosen.waitFor();
  while (!(await chosen.innerText()).includes(name)) {
    const place = await chosen.getAttribute('aria-rowindex');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => chosen.getAttribute('aria-rowindex')).not.toBe(place);
  }
}

/** The text of the control with the focus. */
function focusedText(): Promise<string> {
  return studio.page.locator(':focus').innerText();
}
