import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { menuCommands } from '../../../electron/desktop/menu-template.js';
import { dropFiles } from '../double/drop-files.js';
import { isReal } from '../real/electron-under-test.js';
import { desktopNote, type Installation, install, type RunningApp } from './desktop-app.js';
import { callFrom, eventsOf, goodValue, type TestWindow } from './page-calls.js';

let installation: Installation;
let running: RunningApp;

describe.skipIf(desktopNote !== '')(`the window${desktopNote}`, () => {
  beforeAll(async () => {
    installation = install();
    running = await installation.launch();
  });
  afterAll(async () => {
    await running.app.close();
    installation.remove();
  });

  it.skipIf(isReal)('is sandboxed, isolated and without Node', async () => {
    const preferences = await running.app.evaluate(({ BrowserWindow }) => {
      // The stand-in keeps what the window was made with; Electron does not tell.
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

  it('shows itself once the page is there', async () => {
    await expect
      .poll(() => running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
      .toBe(true);
  });

  it('offers the page the transport and nothing else', async () => {
    const { page } = running;
    expect(await page.evaluate('Object.keys(bloscpack).sort().join()')).toBe(
      'admit,call,downloadUrl,dragOut,streamUrl,subscribe',
    );
    expect(await page.evaluate('Object.isFrozen(bloscpack)')).toBe(true);
    expect(await page.evaluate('[typeof require, typeof process, typeof Buffer].join()')).toBe(
      'undefined,undefined,undefined',
    );
  });

  it('carries calls to the host and envelopes back', async () => {
    const { page } = running;
    expect(goodValue(await callFrom(page, 'app.info', undefined))).toMatchObject({
      version: '9.8.7',
      host: 'electron',
    });
    // There is no such call, which is the point.
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
    if (!isReal) expect(answer).toMatchObject({ value: { ok: false, error: { kind: 'forbidden' } } });
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

  it('runs no script and no style of its own in the page', async () => {
    const { page } = running;
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    await page.evaluate(
      `{ const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s); }`,
    );
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await expect.poll(() => messages.join()).toContain('Content Security Policy');
  });

  it('does not navigate, by whatever the page does', async () => {
    const { page } = running;
    const before = page.url();
    await page.getByRole('link', { name: 'away' }).click();
    await page.evaluate(`location.href = 'https://example.com/elsewhere'`);
    await expect.poll(() => running.log()).toContain('refused to navigate: https://example.com/elsewhere');
    expect(page.url()).toBe(before);
  });

  it('opens no window, and hands only known links to the browser', async () => {
    const { app, page } = running;
    await app.evaluate(({ shell }) => {
      shell.openExternal = async (url) => {
        Object.assign(globalThis, { opened: url });
      };
    });
    await page.evaluate(`window.open('https://example.com/'); window.open('https://www.blosc.org/')`);
    await expect
      .poll(() => app.evaluate(() => (globalThis as { opened?: string }).opened))
      .toBe('https://www.blosc.org/');
    await expect.poll(() => running.log()).toContain('refused to open: https://example.com/');
    expect(app.windows()).toHaveLength(1);
  });

  it('makes ids of dropped files, and drags out by id only', async () => {
    const { app, page } = running;
    const file = join(installation.folder, 'dropped file.npy');
    writeFileSync(file, 'x');
    await dropFiles(page, [file]);
    const admitted = () => page.evaluate(() => (globalThis as unknown as TestWindow).admitted);
    await expect.poll(admitted).toMatchObject({ ok: true });
    const answer = await admitted();
    const [id] = answer === undefined ? [] : goodValue(answer);
    expect(id).not.toContain('dropped');
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents) contents.startDrag = (item) => void Object.assign(globalThis, { dragged: item.file });
    });
    await page.evaluate((wanted) => (globalThis as unknown as TestWindow).bloscpack.dragOut(wanted), file);
    await page.evaluate((wanted) => (globalThis as unknown as TestWindow).bloscpack.dragOut(wanted), String(id));
    await expect.poll(() => app.evaluate(() => (globalThis as { dragged?: string }).dragged)).toBe(file);
  });

  it('streams bytes of an open document to the page, and refuses in the envelope of a call', async () => {
    const { page } = running;
    const file = join(installation.folder, 'bytes.dat');
    const content = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    writeFileSync(file, content);
    await dropFiles(page, [file]);
    const admitted = () => page.evaluate(() => (globalThis as unknown as TestWindow).admitted);
    await expect.poll(async () => JSON.stringify(await nameOf(await admitted()))).toContain('bytes.dat');
    const answer = await admitted();
    const [id = ''] = answer === undefined ? [] : goodValue(answer);
    const { document } = goodValue(await callFrom(page, 'inspect.open', { id }));
    const streamed = (endByte: number) =>
      page.evaluate(
        async (request) => {
          const url = (globalThis as unknown as TestWindow).bloscpack.streamUrl('inspect.bytes', request);
          const response = await fetch(url);
          const body = new Uint8Array(await response.arrayBuffer());
          return { url, status: response.status, type: response.headers.get('content-type'), body: [...body] };
        },
        { document, startByte: 1, endByte },
      );
    const good = await streamed(300_000);
    expect(good.url).toMatch(/^\/stream\/inspect\.bytes\?request=/);
    expect([good.status, good.body.length]).toEqual([200, 299_999]);
    expect(Uint8Array.from(good.body)).toEqual(content.subarray(1));
    const refused = await streamed(-5);
    expect([refused.status, refused.type]).toEqual([400, 'application/json']);
    expect(Buffer.from(refused.body).toString()).toContain('"bad-request"');
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

  it('follows the theme of the settings', async () => {
    await callFrom(running.page, 'settings.set', { theme: 'contrast' });
    await expect.poll(() => running.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    await callFrom(running.page, 'settings.set', { theme: 'system' });
    await expect.poll(() => running.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('system');
  });

  it('opens each dialog where it was left', async () => {
    const folder = join(installation.folder, 'chosen');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.npy'), 'x');
    await running.app.evaluate(
      ({ dialog }, path) => {
        const asked: unknown[] = [];
        Object.assign(globalThis, { asked });
        dialog.showOpenDialog = async (...args: unknown[]) => {
          asked.push((args.at(-1) as { defaultPath?: string }).defaultPath);
          return { canceled: false, filePaths: [path] };
        };
      },
      join(folder, 'a.npy'),
    );
    expect(goodValue(await callFrom(running.page, 'files.choose', { what: 'files' }))).toHaveLength(1);
    await callFrom(running.page, 'files.choose', { what: 'files' });
    const asked = await running.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    expect(asked[1]).toBe(folder);
  });
});

/** Name of the first file that was admitted last. */
async function nameOf(admitted: TestWindow['admitted']): Promise<string | undefined> {
  const ids = admitted?.ok ? admitted.value : [];
  const [facts] = goodValue(await callFrom(running.page, 'files.describe', { ids: [...ids] }));
  return facts?.name;
}

/** Asks for a path as it stands, which no URL parser has tidied up; only the stand-in has a server to ask. */
async function statusOf(path: string): Promise<number> {
  const { host, hostname, port } = new URL(running.page.url());
  // A page's own request is refused with a rejection where the address is one of another host, as that of `//etc/passwd` is.
  if (isReal) return running.page.evaluate<number>(`fetch(${JSON.stringify(path)}).then((r) => r.status, () => 404)`);
  return new Promise((resolve, reject) => {
    const options = { host: hostname === '' ? undefined : '127.0.0.1', port, path, headers: { host } };
    httpRequest(options, (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });
}
