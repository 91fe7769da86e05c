import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startRangeServer } from '../electron/remote/range-server.js';
import { virtualContainer } from '../electron/remote/virtual-container.js';
import { noise } from '../native/samples.js';
import { browserNote } from './browser.js';
import { InspectorPage } from './inspector-page.js';
import { start } from './intake.js';
import { waitForState } from './job-rows.js';
import { openStudio } from './open-studio.js';

/** 16 MiB; the values are those of the first chunk, again and again. */
const container = virtualContainer(Uint32Array.from(new Uint16Array(noise(2 ** 19).buffer)), 16, 2 ** 15);

describe.skipIf(browserNote !== '')(`an address in the window${browserNote}`, () => {
  it('is opened, read and decompressed, and what its server forbids is said in the dialog', async () => {
    const server = await startRangeServer({ '/data/run.blp': container.file });
    const studio = await openStudio({ serveOptions: ['--allow-private-addresses'] });
    onTestFinished(() => studio.close());
    const { page } = studio;
    const inspector = new InspectorPage(studio);
    await inspector.go();
    await page.getByRole('button', { name: 'Open address…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Open address' });
    const field = dialog.getByRole('textbox', { name: 'Address' });
    await field.fill('run.blp');
    await field.press('Enter');
    await dialog.getByText('This is not the address of a file on a server.').waitFor();

    server.faults.push((_, response) => {
      response.writeHead(403).end();
      return true;
    });
    await field.fill(`${server.origin.replace('//', '//me:word@')}/data/run.blp`);
    await field.press('Enter');
    await dialog.getByText("Cannot read 'run.blp': the server does not allow it (403 Forbidden).").waitFor();

    await field.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const { host } = new URL(server.origin);
    await inspector.waitForFile(`run.blp (${host})`);
    expect(await inspector.fileTabs.first().getAttribute('title')).toBe(`${server.origin}/data/run.blp`);
    await page
      .getByRole('contentinfo')
      .getByText(/received$/)
      .waitFor();
    await inspector.show('Data');
    await page
      .getByRole('gridcell', { name: String(container.itemAt(0)), exact: true })
      .first()
      .waitFor();

    await page.getByRole('button', { name: 'Verify all' }).waitFor();
    await page.getByRole('button', { name: 'Decompress…' }).click();
    await page.getByText("'run.blp' is on a server; choose a folder for its output.").first().waitFor();
    await page.getByRole('combobox', { name: 'Write to' }).selectOption('A folder…');
    const folders = page.getByRole('dialog', { name: 'Choose a folder for the outputs' });
    await folders.getByRole('button', { name: 'Write to root' }).click();
    await start(page, /^Decompress/);
    await waitForState(page, 'run.blp', 'Verified');
    const { buffer, byteOffset } = readFileSync(studio.path('run.npy'));
    const [last] = new Uint32Array(buffer.slice(byteOffset).slice(-4));
    expect(last).toBe(container.itemAt(container.items - 1));

    await inspector.go();
    await inspector.close(`run.blp (${host})`);
    expect(await page.locator('body').innerText()).not.toContain('word');
    await page.getByRole('region', { name: 'Recent files' }).getByRole('button', { name: 'run.blp' }).click();
    await inspector.waitForFile(`run.blp (${host})`);
    studio.expectNoFaults();
  });
});
