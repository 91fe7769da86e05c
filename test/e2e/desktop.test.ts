import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desktopNote, type Installation, install } from '../electron/desktop/desktop-app.js';
import { callFrom } from '../electron/desktop/page-calls.js';
import { dropFiles } from '../electron/double/drop-files.js';
import type { RunningApp } from '../electron/real/running-app.js';
import { patienceMs } from './browser.js';
import { startEndlessJob } from './endless-job.js';
import { Faults } from './faults.js';
import { start } from './intake.js';
import { jobRow, waitForState } from './job-rows.js';
import { writeNpyFile, writeSparseFile } from './made-files.js';

let installation: Installation;
let running: RunningApp;
let page: Page;
let faults: Faults;

describe.skipIf(desktopNote !== '')(`the window with its real page${desktopNote}`, () => {
  beforeEach(async () => {
    installation = install({ renderer: 'built' });
    running = await installation.launch();
    page = running.page;
    page.setDefaultTimeout(patienceMs);
    faults = await Faults.of(page);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });
  afterEach(async () => {
    await running.app.close().catch(() => undefined);
    installation.remove();
  });

  it('compresses the sample and makes the same array of it again', async () => {
    await page.getByRole('button', { name: /^Open the sample/ }).click();
    await start(page, /^Compress 2, decompress 1/);
    await waitForState(page, 'temperature.npy', 'Verified');
    await jobRow(page, 'temperature.npy').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Decompress the output…' }).click();
    await start(page, /^Decompress 1 file/);
    await page.getByRole('button', { name: 'Rename and start' }).click();
    await waitForState(page, 'temperature.npy.blp', 'Verified');
    const folder = join(installation.userData, 'sample');
    expect(
      readFileSync(join(folder, 'temperature (2).npy')).equals(readFileSync(join(folder, 'temperature.npy'))),
    ).toBe(true);
    expect(faults.take()).toEqual([]);
  });

  it('shows kinds and totals of 1,000 dropped files, and draws only those in view', async () => {
    const paths = Array.from({ length: 1000 }, (_, index) => join(installation.folder, `${index}.npy`));
    for (const [index, path] of paths.entries()) writeNpyFile(path, 100, index);
    await dropFiles(page, paths);
    await page.getByRole('heading', { name: '1,000 items' }).waitFor();
    await page.getByText(/^1,000 items ready/).waitFor();
    expect(await page.getByRole('radiogroup', { name: /^Action for/ }).count()).toBeLessThan(100);
    expect(faults.take()).toEqual([]);
  });

  it('asks before it quits with a running job, and leaves no partial files', async () => {
    const source = join(installation.folder, 'big.bin');
    writeSparseFile(source, 2 ** 20);
    await dropFiles(page, [source]);
    const startBatch = () => start(page, /^Compress 1 file/);
    await startEndlessJob(page, controlQueue, { path: source, name: 'big.bin', startBatch });
    await running.app.evaluate(({ dialog }) => {
      // The third button: quit and cancel.
      dialog.showMessageBox = async () => ({ response: 2, checkboxChecked: false });
    });
    const ended = once(running.app.process(), 'exit');
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await ended).toEqual([0, null]);
    expect(existsSync(`${source}.blp`)).toBe(false);
    expect(readdirSync(installation.folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});

function controlQueue(what: 'pause' | 'resume'): Promise<unknown> {
  return callFrom(page, 'jobs.control-all', { what });
}
