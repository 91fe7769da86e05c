import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseFiles, start } from './intake.js';
import { jobRow, waitForState } from './job-rows.js';
import { writeNpyFile, writeSparseFile } from './made-files.js';
import { program } from './serve-process.js';
import { browserNote, Studio } from './studio.js';

const BIG_BYTES = 8 * 2 ** 30;

let studio: Studio;

describe.skipIf(browserNote !== '')(`jobs${browserNote}`, () => {
  beforeEach(async () => {
    studio = await Studio.open();
  });
  afterEach(() => studio.close());

  it('renames, replaces or leaves outputs that are there, as the one question is answered', async () => {
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
    await page.getByText('1 output was there already and left alone.').waitFor();
    await waitForState(page, 'b.npy', 'Verified');
    expect(readFileSync(studio.path('a.npy.blp'), 'utf8')).toBe('something else');
    studio.expectNoFaults();
  });

  it('cancels a big job at once when told twice, and leaves nothing of it', async () => {
    const { page } = studio;
    await startBigJob();
    await jobRow(page, 'big.bin').click();
    await page.keyboard.press('Delete');
    await page.getByRole('alertdialog', { name: 'Cancel big.bin?' }).waitFor();
    // In the page's own clock: what a person sees, without the way to this process.
    const acknowledged = page.evaluate(watchForText('Cancelled', 'Cancel job'));
    await page.getByRole('button', { name: 'Cancel job' }).click();
    expect(await acknowledged).toBeLessThan(200);
    await expect.poll(files).toEqual(['big.bin']);
    studio.expectNoFaults();
  });

  it('leaves no broken container when the program is killed, and offers to continue at the next start', async () => {
    const { page } = studio;
    await startBigJob(2 ** 30);
    await studio.server.end('SIGKILL');
    expect(files().filter((name) => name.endsWith('.blp'))).toEqual([]);
    await page.getByText('The connection to the program is lost.').waitFor();
    await studio.startServer();
    await page.getByText('This page may not talk to the program.').waitFor();
    // The new program has a new token, and the page is opened anew.
    await studio.visit();
    await page.getByText('A batch stopped at 0 of 1').waitFor();
    await page.getByRole('button', { name: 'Continue with the remaining 1' }).click();
    await studio.go('Jobs');
    await waitForState(page, 'big.bin', 'Verified', 20_000);
    expect(files()).toEqual(['big.bin', 'big.bin.blp']);
    execFileSync(process.execPath, [program, 'verify', '--digests-only', studio.path('big.bin.blp')]);
    studio.expectNoFaults(/WebSocket|ERR_CONNECTION/);
  });

  it('deletes the half-written file of a killed program when its batch is discarded', async () => {
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

/** What is in the root, whole or not. */
function files(): readonly string[] {
  return readdirSync(studio.root).sort();
}

async function answerCollision(answer: 'Skip' | 'Rename' | 'Replace', names = ['a.npy']): Promise<void> {
  const { page } = studio;
  await studio.go('Home');
  await chooseFiles(page, names);
  await start(page, new RegExp(`^Compress ${names.length} file`));
  const sheet = page.getByRole('dialog', { name: '1 output is there already' });
  await sheet.getByText(answer, { exact: true }).click();
  await sheet.getByRole('button', { name: `${answer} and start` }).click();
  await sheet.waitFor({ state: 'detached' });
}

/** A job that takes a while, and is seen to write. */
async function startBigJob(sizeBytes = BIG_BYTES): Promise<void> {
  const { page } = studio;
  writeSparseFile(studio.path('big.bin'), sizeBytes);
  await chooseFiles(page, ['big.bin']);
  await start(page, /^Compress 1 file/);
  await waitForState(page, 'big.bin', 'Running');
  await expect.poll(() => files().some((name) => name.endsWith('.partial'))).toBe(true);
}

/** Script for the page: milliseconds from the click on a button until a text is on the page. */
function watchForText(text: string, button: string): string {
  return `new Promise((resolve) => {
    let clickedMs;
    addEventListener('click', ({ target }) => {
      if (target.closest('button')?.textContent.includes('${button}')) clickedMs = performance.now();
    }, { capture: true });
    const look = () => {
      if (clickedMs !== undefined && document.body.innerText.includes('${text}')) resolve(performance.now() - clickedMs);
      else requestAnimationFrame(look);
    };
    look();
  })`;
}
