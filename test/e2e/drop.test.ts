import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserNote } from './browser.js';
import { Drag } from './drop-on-page.js';
import { start } from './intake.js';
import { jobRow, waitForState } from './job-rows.js';
import { writeNpyFile } from './made-files.js';
import { openStudio } from './open-studio.js';
import { program } from './serve-process.js';
import type { Studio } from './studio.js';

let studio: Studio;
/** A folder of the browser's machine, which is the same machine here, but outside the roots of the server. */
let elsewhere: string;

describe.skipIf(browserNote !== '')(`dropping files${browserNote}`, () => {
  beforeEach(async () => {
    studio = await openStudio();
    elsewhere = join(studio.dataFolder, '../elsewhere');
    mkdirSync(elsewhere);
  });
  afterEach(() => studio.close());

  it('says what a drop does, uploads the files, and offers the containers as downloads', async () => {
    const { page } = studio;
    const paths = ['first.npy', 'second.npy'].map((name, index) => {
      writeNpyFile(join(elsewhere, name), 100_000, index + 1);
      return join(elsewhere, name);
    });
    const drag = new Drag(page, paths);
    await drag.hover();
    const overlay = page.getByRole('status', { name: 'Drop files' });
    await overlay.getByText(/^2 files/).waitFor();
    await drag.drop();
    await overlay.waitFor({ state: 'detached' });
    await page.getByRole('radiogroup', { name: 'Action for second.npy' }).waitFor();
    await start(page, /^Compress 2 files/);
    await waitForState(page, 'first.npy', 'Verified');

    const downloading = page.waitForEvent('download');
    await jobRow(page, 'first.npy').getByRole('link', { name: 'Download first.npy.blp' }).click();
    const container = join(elsewhere, 'first.npy.blp');
    await (await downloading).saveAs(container);
    const back = join(elsewhere, 'back.npy');
    execFileSync(process.execPath, [program, 'unpack', container, back]);
    expect(readFileSync(back).equals(readFileSync(join(elsewhere, 'first.npy')))).toBe(true);
    studio.expectNoFaults();
  });

  it('goes on with an upload that was paused where it stopped', async () => {
    const { page } = studio;
    const path = join(elsewhere, 'large.bin');
    writeFileSync(path, randomBytes(24 * 2 ** 20));
    const starts: number[] = [];
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === '/upload' && request.method() === 'POST') starts.push(Number(searchParams.get('start')));
    });
    const network = await page.context().newCDPSession(page);
    const send = (uploadThroughput: number) =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await network.send('Network.enable');
    // Slow enough to be paused on the way.
    await send(4 * 2 ** 20);
    await new Drag(page, [path]).drop();
    const uploads = page.getByRole('region', { name: 'Uploads' });
    const arrived = () => uploads.getByRole('progressbar').getAttribute('aria-valuenow').then(Number);
    await expect.poll(arrived).toBeGreaterThan(20);
    await uploads.getByRole('button', { name: 'Pause: Uploading 1 file' }).click();
    await uploads.getByRole('button', { name: 'Resume: Uploading 1 file' }).waitFor();
    await uploads.getByText(/^Paused at \d+ %/).waitFor();
    await send(-1);
    await uploads.getByRole('button', { name: 'Resume: Uploading 1 file' }).click();
    await page.getByRole('radiogroup', { name: 'Action for large.bin' }).waitFor();
    expect(starts).toHaveLength(2);
    expect(starts[0]).toBe(0);
    expect(starts[1]).toBeGreaterThan(2 ** 20);
    const stored = readdirSync(studio.dataFolder, { recursive: true, encoding: 'utf8' });
    const [copy = ''] = stored.filter((name) => name.endsWith('large.bin'));
    expect(readFileSync(join(studio.dataFolder, copy)).equals(readFileSync(path))).toBe(true);
    studio.expectNoFaults();
  });

  it('accepts a folder in any view, and writes its tree into the chosen folder', async () => {
    const { page } = studio;
    mkdirSync(join(elsewhere, 'run/day'), { recursive: true });
    writeNpyFile(join(elsewhere, 'run/a.npy'), 1000);
    writeNpyFile(join(elsewhere, 'run/day/b.npy'), 1000);
    await studio.go('Jobs');
    await new Drag(page, [join(elsewhere, 'run')]).drop();
    await page.getByRole('heading', { name: '2 items' }).waitFor();
    await page.getByRole('combobox', { name: 'Write to' }).selectOption('A folder…');
    const dialog = page.getByRole('dialog', { name: 'Choose a folder for the outputs' });
    await dialog.getByRole('button', { name: 'Write to root' }).click();
    await start(page, /^Compress 2 files/);
    await waitForState(page, 'b.npy', 'Verified');
    await waitForState(page, 'a.npy', 'Verified');
    expect(readdirSync(studio.path('run'), { recursive: true }).sort()).toEqual(['a.npy.blp', 'day', 'day/b.npy.blp']);
    studio.expectNoFaults();
  });

  it('selects the second action of each file when Alt is held, and says so before', async () => {
    const { page } = studio;
    writeNpyFile(join(elsewhere, 'plain.npy'), 1000);
    execFileSync(process.execPath, [program, 'pack', join(elsewhere, 'plain.npy'), join(elsewhere, 'packed.blp')]);
    const drag = new Drag(page, [join(elsewhere, 'packed.blp')], { alt: true });
    await drag.hover();
    await page
      .getByRole('status', { name: 'Drop files' })
      .getByText(/the opposite/)
      .first()
      .waitFor();
    await drag.drop();
    await page.getByRole('radiogroup', { name: 'Action for packed.blp' }).waitFor();
    studio.expectNoFaults();
  });
});
