import { writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { menuCommands } from '../../../electron/desktop/menu-template.js';
import type { RunningApp } from '../real/running-app.js';
import { desktopNote, type Installation, install } from './desktop-app.js';
import { callFrom, eventsOf, goodValue } from './page-calls.js';

let installation: Installation;
let running: RunningApp;

describe.skipIf(desktopNote !== '')(`the window on the stand-in${desktopNote}`, () => {
  beforeAll(async () => {
    installation = install();
    running = await installation.launch();
  });
  afterAll(async () => {
    await running.app.close();
    installation.remove();
  });

  it('is sandboxed, isolated and without Node', async () => {
    const preferences = await running.app.evaluate(({ BrowserWindow }) => {
      // The stand-in exposes the options of the window; Electron does not.
      const [window] = BrowserWindow.getAllWindows() as unknown as { options: { webPreferences: object } }[];
      return window?.options.webPreferences;
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  });

  it('carries calls to the host and envelopes back', async () => {
    const { page } = running;
    expect(goodValue(await callFrom(page, 'app.info', undefined))).toMatchObject({
      version: '9.8.7',
      host: 'electron',
    });
    // Deliberately a call that does not exist.
    const unknown = await callFrom(page, 'no.such' as 'app.info', undefined);
    expect(unknown).toMatchObject({ ok: false, error: { kind: 'unknown-call' } });
  });

  it('refuses calls from any frame but the main one', async () => {
    const { page } = running;
    await page.evaluate(`document.body.append(document.createElement('iframe'))`);
    const frame = page.frames().find((candidate) => candidate.parentFrame() !== null);
    const answer = await frame?.evaluate(
      `window.__electronToMain?.({ kind: 'invoke', channel: 'host:call', args: ['app.info'] })`,
    );
    expect(answer).toMatchObject({ value: { ok: false, error: { kind: 'forbidden' } } });
    expect(await frame?.evaluate('typeof bloscpack')).toBe('undefined');
  });

  it('serves the page under its policy, and nothing outside of its folder', async () => {
    const { page } = running;
    writeFileSync(join(installation.folder, 'program/secret.txt'), 'secret');
    const policy = await page.evaluate(`fetch('./index.html').then((r) => r.headers.get('content-security-policy'))`);
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '/a%00',
      '//etc/passwd',
    ]) {
      expect(await statusOf(path), path).toBeGreaterThanOrEqual(400);
    }
    expect(await statusOf('/index.html')).toBe(200);
  });

  it('sends the commands of the menu to the page, by the keys of the page', async () => {
    const { app, page } = running;
    const accelerators = await app.evaluate(
      ({ Menu }, ids) => {
        const menu = Menu.getApplicationMenu();
        return ids.map((id) => menu?.getMenuItemById(id)?.accelerator);
      },
      menuCommands.map(({ id }) => id),
    );
    expect(accelerators).toEqual(menuCommands.map(({ keys }) => keys?.replace('Ctrl', 'CommandOrControl')));
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('go.jobs')?.click());
    await expect
      .poll(() => eventsOf(page, 'menu.command'))
      .toEqual([{ name: 'menu.command', payload: { command: 'go.jobs' } }]);
  });
});

/** Requests a path without normalisation by a URL parser, from the server of the stand-in. */
async function statusOf(path: string): Promise<number> {
  const { host, hostname, port } = new URL(running.page.url());
  return new Promise((resolve, reject) => {
    const options = { host: hostname === '' ? undefined : '127.0.0.1', port, path, headers: { host } };
    httpRequest(options, (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });
}
