import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserNote } from './browser.js';
import { startEndlessJob } from './endless-job.js';
import { chooseFiles, start } from './intake.js';
import { chooseJob, waitForState } from './job-rows.js';
import { writeNpyFile, writeSparseFile } from './made-files.js';
import { openStudio } from './open-studio.js';
import { program } from './serve-process.js';
import type { Studio } from './studio.js';

let studio: Studio;

describe.skipIf(browserNote !== '')(`jobs${browserNote}`, () => {
  beforeEach(async () => {
    studio = await openStudio();
  });
  afterEach(() => studio.close());

  it('renames, replaces or skips existing outputs, as chosen in the dialog', async () => {
    const { page } = studio;
    writeNpyFile(studio.path('a.npy'), 1000);
    writeFileSync(studio.path('a.npy.blp'), 'something else');
    await answerCollision('Rename');
    await expect.poll(files).toEqual(['a (2).npy.blp', 'a.npy', 'a.npy.blp']);
    expect(readFileSync(studio.path('a.npy.blp'), 'utf8')).toBe('something else');

    await answerCollision('Replace');
    await expect.poll(() => readFileSync(studio.path('a.npy.blp'), 'latin1').slice(0, 4)).toBe('blpk');
    expect(files()).toEqual(['a (2).npy.blp', 'a.npy', 'a.npy.blp']);

    writeNpyFile(studio.path('b.npy'), 1000);
    writeFileSync(studio.path('a.npy.blp'), 'something else');
    await answerCollision('Skip', ['a.npy', 'b.npy']);
    await page.getByText('1 output was already there and skipped.').waitFor();
    await waitForState(page, 'b.npy', 'Verified');
    expect(readFileSync(studio.path('a.npy.blp'), 'utf8')).toBe('something else');
    studio.expectNoFaults();
  });

  it('cancels a running job after a question, and leaves no files of it', async () => {
    const { page } = studio;
    await startBigJob();
    await chooseJob(page, 'big.bin');
    await page.keyboard.press('Delete');
    await page.getByRole('alertdialog', { name: 'Cancel big.bin?' }).waitFor();
    await page.getByRole('button', { name: 'Cancel job' }).click();
    await waitForState(page, 'big.bin', 'Cancelled');
    await expect.poll(files).toEqual(['big.bin']);
    studio.expectNoFaults();
  });

  it('leaves no damaged container when the program is killed, and offers to continue at the next start', async () => {
    const { page } = studio;
    await startBigJob();
    await studio.server.end('SIGKILL');
    expect(files().filter((name) => name.endsWith('.blp'))).toEqual([]);
    await page.getByText('The connection to the program is lost.').waitFor();
    // Closing the studio ends the new program too.
    writeSparseFile(studio.path('big.bin'), 2 ** 26);
    await studio.startServer();
    await page.getByText('This page has no access to the program.').waitFor();
    // The new program has a new token, so the page is opened again.
    await studio.visit();
    await page.getByText('A batch stopped at 0 of 1').waitFor();
    await page.getByRole('button', { name: 'Continue with the remaining 1' }).click();
    await studio.go('Jobs');
    await waitForState(page, 'big.bin', 'Verified');
    expect(files()).toEqual(['big.bin', 'big.bin.blp']);
    execFileSync(process.execPath, [program, 'verify', '--digests-only', studio.path('big.bin.blp')]);
    studio.expectNoFaults(/WebSocket|ERR_CONNECTION/);
  });

  it('deletes the partial file of a killed program when its batch is discarded', async () => {
    const { page } = studio;
    await startBigJob();
    await studio.server.end('SIGKILL');
    await studio.startServer();
    await studio.visit();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('A batch stopped').waitFor({ state: 'detached' });
    await expect.poll(files).toEqual(['big.bin']);
    studio.expectNoFaults(/WebSocket|ERR_CONNECTION/);
  });
});

/** Names of all files in the root, also of partial files. */
function files(): readonly string[] {
  return readdirSync(studio.root).sort();
}

async function answerCollision(answer: 'Skip' | 'Rename' | 'Replace', names = ['a.npy']): Promise<void> {
  const { page } = studio;
  await studio.go('Home');
  await chooseFiles(page, names);
  // Outputs that are not older than their sources are left out until that is asked for.
  await page.getByRole('button', { name: 'Write them again…' }).click();
  await start(page, new RegExp(`^Compress ${names.length} file`));
  const sheet = page.getByRole('dialog', { name: '1 output is already there' });
  await sheet.getByText(answer, { exact: true }).click();
  await sheet.getByRole('button', { name: `${answer} and start` }).click();
  await sheet.waitFor({ state: 'detached' });
}

/** Starts an endless job and waits until it writes. */
async function startBigJob(): Promise<void> {
  const { page } = studio;
  const path = studio.path('big.bin');
  writeSparseFile(path, 2 ** 20);
  await chooseFiles(page, ['big.bin']);
  const startBatch = () => start(page, /^Compress 1 file/);
  await startEndlessJob(page, (what) => studio.controlQueue(what), { path, name: 'big.bin', startBatch });
  await expect.poll(() => files().some((name) => name.endsWith('.partial'))).toBe(true);
}
