import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { browserNote } from './browser.js';
import { start } from './intake.js';
import { writeNpyFile } from './made-files.js';
import { openStudio } from './open-studio.js';
import type { Studio } from './studio.js';

let studio: Studio;

describe.skipIf(browserNote !== '')(`access${browserNote}`, () => {
  beforeEach(async () => {
    studio = await openStudio();
  });
  afterEach(() => studio.close());

  it('shows and opens the folders below the root, and nothing above it', async () => {
    const { page } = studio;
    mkdirSync(studio.path('season/winter'), { recursive: true });
    writeNpyFile(studio.path('season/winter/snow.npy'), 1000);
    writeFileSync(studio.path('readme.txt'), 'text');
    await page.keyboard.press('Control+o');
    const dialog = page.getByRole('dialog', { name: 'Choose files' });
    const rows = dialog.getByRole('row');
    await expect.poll(() => rows.count()).toBe(3);
    await page.keyboard.press('Backspace');
    await expect.poll(() => rows.count()).toBe(3);
    await rows.filter({ hasText: 'season' }).dblclick();
    await rows.filter({ hasText: 'winter' }).dblclick();
    await rows.filter({ hasText: 'snow.npy' }).waitFor();
    await expect
      .poll(() => dialog.getByRole('navigation', { name: 'Folder' }).innerText())
      .toMatch(/root\s+season\s+winter/);
    await rows.filter({ hasText: 'snow.npy' }).dblclick();
    await page.getByRole('radiogroup', { name: 'Action for snow.npy' }).waitFor();
    studio.expectNoFaults();
  });

  it.skipIf(process.platform !== 'linux')('compresses a chosen file whose name is not UTF-8', async () => {
    const { page } = studio;
    const raw = (end: string) => Buffer.concat([Buffer.from(studio.path('caf')), Buffer.of(0xe9), Buffer.from(end)]);
    writeNpyFile(studio.path('plain.npy'), 1000);
    renameSync(studio.path('plain.npy'), raw('.npy'));
    await page.keyboard.press('Control+o');
    await page.getByRole('dialog', { name: 'Choose files' }).getByRole('row').filter({ hasText: 'caf' }).dblclick();
    await page.getByRole('radiogroup', { name: /^Action for caf/ }).waitFor();
    await start(page, /^Compress/);
    const row = page.getByRole('grid', { name: 'Jobs' }).getByRole('row').filter({ hasText: 'caf' });
    await row.getByRole('gridcell', { name: 'Verified', exact: true }).waitFor();
    expect(existsSync(raw('.npy.blp'))).toBe(true);
    studio.expectNoFaults();
  });

  it('shows only that it has no access to a page with a wrong token', async () => {
    writeNpyFile(studio.path('secret.npy'), 1000);
    const stranger = await studio.context.newPage();
    await stranger.goto(studio.server.url.replace(/token=.*/, `token=${'A'.repeat(43)}`));
    await stranger.getByText('This page has no access to the program.').waitFor();
    expect(await stranger.locator('body').innerText()).not.toContain('secret');
    studio.expectNoFaults();
  });

  it('refuses connections and uploads from a page of another origin, even with the right token', async () => {
    const foreign = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>'));
    foreign.listen(0, '127.0.0.1');
    await once(foreign, 'listening');
    onTestFinished(() => void foreign.close());
    // A server that listens on a port has an address of this type.
    const { port } = foreign.address() as AddressInfo;
    const page = await studio.context.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    const { origin, host } = new URL(studio.server.url);
    const { token } = studio.server;
    const opened = await page.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket('ws://${host}/socket', ['bloscpack', '${token}']);
      socket.onopen = () => resolve('open');
      socket.onclose = () => resolve('closed');
    })`);
    expect(opened).toBe('closed');
    const uploaded = await page.evaluate(`fetch('${origin}/upload?name=a.npy', {
      method: 'POST', body: 'x', headers: { authorization: 'Bearer ${token}' },
    }).then(() => 'answered', () => 'refused')`);
    expect(uploaded).toBe('refused');
    studio.expectNoFaults();
  });
});
