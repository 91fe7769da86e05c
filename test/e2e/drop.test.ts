import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
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
