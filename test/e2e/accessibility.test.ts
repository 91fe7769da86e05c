import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectAccessible, type Theme, themes } from './accessible.js';
import { browserNote } from './browser.js';
import { startEndlessJob } from './endless-job.js';
import { chooseFiles, start } from './intake.js';
import { chooseJob, waitForState } from './job-rows.js';
import { writeNpyFile, writeSparseFile } from './made-files.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';

let studio: Studio;

describe.skipIf(browserNote !== '')(`accessibility${browserNote}`, () => {
  beforeAll(async () => {
    studio = await openStudio();
    writeSparseFile(studio.path('big.bin'), 2 ** 20);
    writeNpyFile(studio.path('small.npy'), 100_000);
  });
  afterAll(() => studio.close());

  it('has no axe violations in any theme, without files and jobs', async () => {
    const { page } = studio;
    await inEachTheme(async (theme) => {
      await studio.go('Home');
      await expectAccessible(page, 'Home, empty', theme);
      await studio.go('Jobs');
      await expectAccessible(page, 'Jobs, empty', theme);
      await studio.go('Settings');
      await expectAccessible(page, 'Settings', theme);
      await page.getByRole('button', { name: 'Licences' }).click();
      await page.getByText('===== lz4/lib/LICENSE').waitFor();
      await expectAccessible(page, 'Licences', theme);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Shift+P');
      await expectAccessible(page, 'Command palette', theme);
      await page.keyboard.press('Escape');
    });
    studio.expectNoFaults();
  });

  it('has no axe violations in any theme, with files in the list', async () => {
    const { page } = studio;
    await studio.go('Home');
    await page.getByRole('button', { name: /^Open the sample/ }).click();
    // Jobs run in order: these must finish before the endless job starts.
    await page.getByRole('radiogroup', { name: 'Action for damaged-series.npy.blp' }).waitFor();
    await chooseFiles(page, ['big.bin', 'small.npy']);
    await page
      .getByText(/^typesize 8/)
      .first()
      .waitFor();
    await inEachTheme(async (theme) => {
      await studio.go('Home');
      await expectAccessible(page, 'Home, files', theme);
      await page.getByRole('button', { name: /^Choose files/ }).click();
      await page.getByRole('row').filter({ hasText: 'small.npy' }).waitFor();
      await expectAccessible(page, 'File browser', theme);
      await page.keyboard.press('Escape');
    });
    studio.expectNoFaults();
  });

  it('has no axe violations in any theme, with jobs in every state', async () => {
    const { page } = studio;
    await studio.go('Home');
    const path = studio.path('big.bin');
    const startBatch = () => start(page, /^Compress 4, decompress 1/);
    await startEndlessJob(page, (what) => studio.controlQueue(what), { path, name: 'big.bin', startBatch });
    await waitForState(page, 'damaged-series.npy.blp', 'Failed');
    await inEachTheme(async (theme) => {
      await studio.go('Jobs');
      await chooseJob(page, 'temperature.npy');
      await expectAccessible(page, 'Jobs, one selected', theme);
    });
    await chooseJob(page, 'big.bin');
    await page.keyboard.press('Space');
    await waitForState(page, 'big.bin', 'Paused');
    await expectAccessible(page, 'Jobs, paused');
    await page.keyboard.press('Delete');
    await page.getByRole('alertdialog').waitFor();
    await expectAccessible(page, 'Jobs, asking');
    await page.getByRole('button', { name: 'Cancel job' }).click();
    await waitForState(page, 'big.bin', 'Cancelled');
    studio.expectNoFaults();
  });
});

async function inEachTheme(look: (theme: Theme) => Promise<void>): Promise<void> {
  for (const theme of themes) {
    await studio.go('Settings');
    await studio.page.getByRole('radio', { name: theme, exact: true }).click();
    await look(theme);
  }
}
