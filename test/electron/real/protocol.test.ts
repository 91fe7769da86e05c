import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { callFrom, goodValue, type TestWindow } from '../desktop/page-calls.js';
import { dropOn } from './page-work.js';
import { group, type Trial } from './specs.js';

const policy = "default-src 'none'; script-src 'self'";

group('Protocol', (spec) => {
  spec('is the origin of the page', {}, async ({ shared }) => {
    const { app, page } = await shared();
    const address = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
    expect(address).toBe('app://bundle/index.html');
    expect(await page.evaluate('isSecureContext')).toBe(true);
  });

  spec(
    'is a scheme of its own with an origin of its own',
    { standIn: '`app://bundle` is `http://app.bundle.localhost`' },
    async ({ shared }) => {
      const { page } = await shared();
      expect(page.url()).toBe('app://bundle/index.html');
      expect(await page.evaluate('origin')).toBe('app://bundle');
      expect(await page.evaluate(`(localStorage.setItem('a', '1'), localStorage.getItem('a'))`)).toBe('1');
    },
  );

  spec('answers everything under its policy', {}, async ({ shared }) => {
    const { page } = await shared();
    for (const path of ['/index.html', '/page.js', '/not-there', '/problem']) {
      const { headers } = await answerTo(page, path);
      expect(headers['content-security-policy'], path).toContain(policy);
      expect(headers['x-content-type-options'], path).toBe('nosniff');
    }
  });

  spec('serves nothing outside of its folder', {}, async ({ shared }) => {
    const { page, folder } = await shared();
    writeFileSync(join(folder, 'program/secret.txt'), 'secret');
    mkdirSync(join(folder, 'program/renderer/sub'));
    const escapes = ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/sub/..%5c..%5csecret.txt', '/a%00'];
    for (const path of [...escapes, '/..%252fsecret.txt', '//etc/passwd', '/sub', '/C:/Windows/win.ini']) {
      const { status, text } = await answerTo(page, path);
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(text, path).not.toContain('secret');
    }
    expect((await answerTo(page, '/index.html')).status).toBe(200);
  });

  spec('has no other host', { standIn: '`app://bundle` is `http://app.bundle.localhost`' }, async ({ shared }) => {
    const { page } = await shared();
    for (const address of ['app://elsewhere/index.html', 'app://bundle.elsewhere/index.html', 'app:///index.html'])
      expect((await answerTo(page, address)).status, address).toBeGreaterThanOrEqual(400);
  });

  spec('takes no question that changes something', {}, async ({ shared }) => {
    const { page } = await shared();
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await answerTo(page, '/index.html', method)).status, method).toBeGreaterThanOrEqual(400);
  });

  spec('streams bytes of an open document', {}, async ({ shared }) => {
    const content = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    const { page, document } = await openBytes(await shared(), content);
    const good = await streamed(page, { document, startByte: 1, endByte: 300_000 });
    expect(good.status).toBe(200);
    expect(Buffer.compare(Uint8Array.from(good.body), content.subarray(1))).toBe(0);
    const refused = await streamed(page, { document, startByte: 1, endByte: -5 });
    expect([refused.status, refused.type]).toEqual([400, 'application/json']);
    expect(Buffer.from(refused.body).toString()).toContain('"bad-request"');
  });

  spec('goes on when the page stops reading a stream', {}, async ({ shared }) => {
    const { page, log, document } = await openBytes(await shared(), new Uint8Array(2 ** 20));
    const logBefore = log();
    await page.evaluate(
      async (request) => {
        const url = (globalThis as unknown as TestWindow).bloscpack.streamUrl('inspect.bytes', request);
        for (let times = 0; times < 50; times++) {
          const controller = new AbortController();
          const answer = fetch(url, { signal: controller.signal });
          if (times % 2 === 0) await answer.then((response) => response.body?.getReader().read());
          controller.abort();
          await answer.catch(() => undefined);
        }
      },
      { document, startByte: 0, endByte: 2 ** 20 },
    );
    expect((await streamed(page, { document, startByte: 0, endByte: 10 })).body).toHaveLength(10);
    expect(log()).toBe(logBefore);
  });

  spec('shows the real page, which violates none of its own policy', {}, async ({ install, notes }) => {
    const { app, page } = await install({ renderer: 'built' }).launch();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    const messages: string[] = [];
    page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => messages.push(`error: ${error.message}`));
    const loaded = page.waitForEvent('load');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
    await loaded;
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    const types = await page.evaluate(`Promise.all(
      performance.getEntriesByType('resource').filter(({ name }) => name.startsWith(origin)).map(async ({ name }) => {
        const response = await fetch(name);
        return [new URL(name).pathname.replace(/^.*[.]/, ''), response.headers.get('content-type')];
      }),
    )`);
    notes.messages = messages;
    notes.types = types;
    expect(messages.filter((text) => /^error|Content Security Policy/.test(text))).toEqual([]);
    expect(types).toContainEqual(['js', expect.stringContaining('text/javascript')]);
    expect(types).toContainEqual(['css', expect.stringContaining('text/css')]);
  });
});

interface Answer {
  /** 599 for a request that was refused without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

function answerTo(page: Page, address: string, method = 'GET'): Promise<Answer> {
  return page.evaluate(`fetch(${JSON.stringify(address)}, { method: '${method}' }).then(
    async (response) => ({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: await response.text(),
    }),
    () => ({ status: 599, headers: {}, text: '' }),
  )`);
}

async function openBytes(running: Awaited<ReturnType<Trial['shared']>>, content: Uint8Array) {
  const file = join(running.folder, `${content.length} bytes.dat`);
  writeFileSync(file, content);
  const [id = ''] = await dropOn(running.page, [file]);
  const { document } = goodValue(await callFrom(running.page, 'inspect.open', { id }));
  return { ...running, document };
}

function streamed(page: Page, request: { document: string; startByte: number; endByte: number }) {
  return page.evaluate(async (wanted) => {
    const url = (globalThis as unknown as TestWindow).bloscpack.streamUrl('inspect.bytes', wanted);
    const response = await fetch(url);
    const body = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, type: response.headers.get('content-type'), body: [...body] };
  }, request);
}
