import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { bridgeMembers } from './bridge-members.js';
import { maySandbox } from './electron-under-test.js';
import { group } from './specs.js';

group('Isolation', (spec) => {
  spec("gives the page the contract's transport and nothing else", {}, async ({ shared }) => {
    const { page } = await shared();
    expect(await page.evaluate('Object.keys(bloscpack).sort()')).toEqual(bridgeMembers);
    expect(await page.evaluate('Object.isFrozen(bloscpack)')).toBe(true);
    expect(await page.evaluate(`Object.values(bloscpack).every((member) => typeof member === 'function')`)).toBe(true);
  });

  spec('keeps Node away from the page', {}, async ({ shared }) => {
    const { page } = await shared();
    const names = ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'setImmediate'];
    const types = await page.evaluate(`${JSON.stringify(names)}.map((name) => typeof globalThis[name])`);
    expect(types).toEqual(names.map(() => 'undefined'));
  });

  spec(
    'leaves nothing on the page but the bridge',
    { standIn: "the preload script shares the page's world" },
    async ({ shared }) => {
      const { page } = await shared();
      const extra = await page.evaluate(`(() => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow));
        frame.remove();
        return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && !/^[0-9]+$/.test(name));
      })()`);
      // The small page's own two, of which the second is there once something was dropped.
      expect((extra as string[]).filter((name) => name !== 'admitted').sort()).toEqual(['bloscpack', 'events']);
    },
  );

  spec(
    'runs the preload script in a world that the page cannot change',
    { standIn: "the preload script shares the page's world" },
    async ({ shared }) => {
      const { page } = await shared();
      const wasUsed = await page.evaluate(`(() => {
        const { map } = Array.prototype;
        let wasUsed = false;
        Array.prototype.map = function (...args) { wasUsed = true; return map.apply(this, args); };
        try { bloscpack.admit([]); } finally { Array.prototype.map = map; }
        return wasUsed;
      })()`);
      expect(wasUsed).toBe(false);
    },
  );

  spec(
    "runs the page in the operating system's sandbox",
    { standIn: 'no operating-system sandbox', applies: maySandbox },
    async ({ shared, notes }) => {
      const { app } = await shared();
      const found = await app.evaluate(({ app: electronApp, BrowserWindow }) => {
        const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
        return { pid, metrics: electronApp.getAppMetrics() };
      });
      notes.processes = found.metrics.map(({ type, name, pid, sandboxed }) => ({ type, name, pid, sandboxed }));
      if (process.platform === 'linux') {
        const status = readFileSync(`/proc/${found.pid}/status`, 'utf8');
        notes.status = status.split('\n').filter((line) => /^(NoNewPrivs|Seccomp|NSpid)/.test(line));
        // 2: a filter of system calls.
        expect(status).toMatch(/^Seccomp:\t2$/m);
      } else {
        expect(found.metrics.find(({ pid }) => pid === found.pid)?.sandboxed).toBe(true);
      }
    },
  );

  spec('gives frames no bridge', {}, async ({ shared }) => {
    const { page } = await shared();
    await page.evaluate(`document.body.append(document.createElement('iframe'))`);
    const frame = page.frames().find((candidate) => candidate.parentFrame() !== null);
    expect(await frame?.evaluate('typeof bloscpack')).toBe('undefined');
  });

  spec('embeds no other program', {}, async ({ shared }) => {
    const { app, page } = await shared();
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('webview'), { src: 'about:blank' }))`,
    );
    expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  spec('does not navigate, by whatever the page does', {}, async ({ shared }) => {
    const { page, log } = await shared();
    const before = page.url();
    await page.getByRole('link', { name: 'away' }).click();
    await page.evaluate(`location.href = 'https://example.com/elsewhere'`);
    await expect.poll(log).toContain('refused to navigate: https://example.com/elsewhere');
    expect(page.url()).toBe(before);
  });

  spec('opens no window, and hands only known links to the browser', {}, async ({ shared }) => {
    const { app, page, log } = await shared();
    await app.evaluate(({ shell }) => {
      shell.openExternal = async (url) => void Object.assign(globalThis, { opened: url });
    });
    await page.evaluate(`window.open('https://example.com/'); window.open('https://www.blosc.org/')`);
    const opened = () => app.evaluate(() => (globalThis as { opened?: string }).opened);
    await expect.poll(opened).toBe('https://www.blosc.org/');
    await expect.poll(log).toContain('refused to open: https://example.com/');
    expect(app.windows()).toHaveLength(1);
  });

  spec('runs no script that is not a file of its own', {}, async ({ shared }) => {
    const { page } = await shared();
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
    }`);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await page.evaluate(`{
      const script = document.createElement('script');
      script.src = 'data:text/javascript,window.ran = true';
      script.onerror = () => { window.refused = true; };
      document.body.append(script);
    }`);
    await expect.poll(() => page.evaluate('window.refused')).toBe(true);
    expect(await page.evaluate('window.ran')).toBeUndefined();
  });

  spec('asks no other server', {}, async ({ shared }) => {
    const { page } = await shared();
    for (const address of ['https://example.com/', 'http://127.0.0.1:9/', 'file:///etc/hosts', 'ws://127.0.0.1:9/'])
      expect(await outcomeOf(page, address), address).toBe('refused by its policy');
  });

  spec(
    'is given no permission but that to copy',
    { standIn: 'permission handlers are never asked' },
    async ({ shared }) => {
      const { app, page } = await shared();
      const states = await page.evaluate(`(async () => {
        const names = ['geolocation', 'notifications', 'camera', 'microphone'];
        const asked = names.map((name) => navigator.permissions.query({ name }).then(({ state }) => state));
        return [...await Promise.all(asked), await Notification.requestPermission()];
      })()`);
      expect(states).toEqual(['denied', 'denied', 'denied', 'denied', 'denied']);
      // Only a page that has the focus may copy.
      await app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.focus();
        window?.webContents.focus();
      });
      await page.getByRole('button', { name: 'copy' }).click();
      expect(await page.evaluate(`navigator.clipboard.writeText('copied').then(() => true, String)`)).toBe(true);
    },
  );

  spec(
    'saves nothing that the host did not make',
    { standIn: 'will-download is never emitted' },
    async ({ shared }) => {
      const { page, log } = await shared();
      await page.evaluate(`(() => {
        const link = document.createElement('a');
        link.href = 'data:application/octet-stream,made by the page';
        link.download = 'made.bin';
        link.click();
      })()`);
      await expect.poll(log).toContain('refused to download: data:');
    },
  );
});

/** What becomes of a request of the page; an answer, of whatever kind, is its status. */
function outcomeOf(page: Page, address: string): Promise<unknown> {
  return page.evaluate(`new Promise((resolve) => {
    const address = ${JSON.stringify(address)};
    addEventListener('securitypolicyviolation', () => resolve('refused by its policy'), { once: true });
    if (address.startsWith('ws:')) { try { new WebSocket(address); } catch { resolve('refused by its policy'); } }
    else fetch(address).then(({ status }) => resolve(status), () => undefined);
  })`);
}
