import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright';
import { expect } from 'vitest';
import { writeSparseFile } from '../../e2e/made-files.js';
import { callFrom, goodValue } from '../desktop/page-calls.js';
import { isReal } from './electron-under-test.js';
import { killElectron } from './launch-electron.js';
import { dropOn, inWindow, listJobs, slowOptions, startBatch, windowAddress } from './page-work.js';
import { group } from './specs.js';

const problemAddress = 'app://bundle/problem';
const startAddress = 'app://bundle/index.html';

group('Trouble', (spec) => {
  spec('shows a page to go on from when the page crashed, and logs it', {}, async ({ install }) => {
    const { app, log } = await install().launch();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    await expect.poll(() => windowAddress(app)).toBe(problemAddress);
    const heading = () => inWindow(app, `document.querySelector('h1')?.textContent`).catch(() => undefined);
    await expect.poll(heading).toBe('The window stopped working');
    expect(log()).toContain('the process of the page ended: {"reason":"');
    await inWindow(app, `document.querySelector('a').click()`);
    await expectUsable(app);
  });

  spec('crashes and loads again a page that hangs, when the user wants that', {}, async ({ install, notes }) => {
    const { app, log } = await install().launch();
    await answerWith(app, 1);
    await hang(app);
    await expect.poll(() => messagesOf(app)).toEqual(['The window does not answer']);
    await expectUsable(app);
    expect(log()).toContain('the page does not answer');
    // Which was asked for: no word of a crash.
    expect(log()).toContain('the page was ended to be reloaded: {"reason":"');
    expect(log()).not.toContain('the process of the page ended');
    notes.log = log();
  });

  spec('logs exceptions of its own, says so once at a time, and goes on', {}, async ({ install }) => {
    const { app, page, log } = await install().launch();
    await answerWith(app, 0);
    await app.evaluate(() => {
      setTimeout(() => {
        throw new Error('made by a spec');
      });
      void Promise.reject(new Error('a rejection made by a spec'));
    });
    await expect.poll(log).toContain('uncaught exception: Error: made by a spec');
    await expect.poll(log).toContain('unhandled rejection: Error: a rejection made by a spec');
    await expect.poll(() => messagesOf(app)).toContain('An internal error occurred; the program tries to continue');
    expect(goodValue(await callFrom(page, 'app.info', undefined)).host).toBe('electron');
  });

  spec('goes on after a crash of the whole program, and leaves nothing half written', {}, async ({ install }) => {
    const own = install();
    const first = await own.launch();
    const source = join(own.folder, 'slow.bin');
    writeSparseFile(source, 2 ** 32);
    await startBatch(first.page, { ids: await dropOn(first.page, [source]), action: 'compress', options: slowOptions });
    await expect.poll(async () => (await listJobs(first.page))[0]?.state).toBe('running');
    const ended = once(first.process, 'exit');
    killElectron(first.process);
    await ended;
    expect(outputsIn(own.folder).filter((name) => !name.startsWith('.'))).toEqual([]);
    const { page } = await own.launch();
    const queue = async () => goodValue(await callFrom(page, 'jobs.list', undefined));
    await expect.poll(async () => (await queue()).interrupted).toMatchObject({ remaining: 1 });
    goodValue(await callFrom(page, 'jobs.interrupted', { what: 'discard' }));
    await expect.poll(() => outputsIn(own.folder)).toEqual([]);
  });

  spec(
    'shows a page to go on from when the preload script fails',
    { standIn: 'preload-error is never emitted' },
    async ({ install }) => {
      const own = install();
      const { app, log } = await own.launch();
      writeFileSync(join(own.folder, 'program/preload.cjs'), `throw new Error('made by a spec');`);
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
      await expect.poll(() => windowAddress(app)).toBe(problemAddress);
      expect(log()).toContain('preload script');
    },
  );

  spec(
    'logs the end of a process that Chromium starts anew',
    { standIn: 'child-process-gone is never emitted' },
    async ({ install, notes }) => {
      const { app, page, log } = await install().launch();
      const killed = await app.evaluate(({ app: electronApp }) => {
        const metrics = electronApp.getAppMetrics();
        const helper = metrics.find(({ type }) => type === 'GPU') ?? metrics.find(({ type }) => type === 'Utility');
        if (helper === undefined) throw new Error('There is no process beside those of window and program.');
        process.kill(helper.pid, 'SIGKILL');
        return helper;
      });
      notes.killed = killed;
      await expect.poll(log).toContain('a process ended');
      expect(goodValue(await callFrom(page, 'app.info', undefined)).host).toBe('electron');
    },
  );
});

/** The window shows the page again, which reaches the host. */
async function expectUsable(app: ElectronApplication): Promise<void> {
  await expect.poll(() => windowAddress(app)).toBe(startAddress);
  const host = () => inWindow(app, `bloscpack.call('app.info').then(({ value }) => value.host)`).catch(() => undefined);
  await expect.poll(host).toBe('electron');
}

/** Answers message boxes with one of their buttons, and keeps what they said. */
function answerWith(app: ElectronApplication, response: number): Promise<void> {
  return app.evaluate(({ dialog }, button) => {
    const told: unknown[] = [];
    Object.assign(globalThis, { told });
    dialog.showMessageBox = async (...args: unknown[]) => {
      told.push((args.at(-1) as { message: string }).message);
      return { response: button, checkboxChecked: false };
    };
  }, response);
}

function messagesOf(app: ElectronApplication): Promise<readonly string[]> {
  return app.evaluate(() => (globalThis as unknown as { told: string[] }).told);
}

/** Makes the page hang for good; Electron finds out by input that is not taken, the stand-in is told. */
function hang(app: ElectronApplication): Promise<void> {
  return app.evaluate(async ({ BrowserWindow }, finds) => {
    const [window] = BrowserWindow.getAllWindows();
    await window?.webContents.executeJavaScript('setTimeout(() => { for (;;); }); 0');
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (!finds) window?.emit('unresponsive');
    else window?.webContents.sendInputEvent({ type: 'mouseDown', x: 50, y: 50, button: 'left', clickCount: 1 });
  }, isReal);
}

function outputsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.includes('.blp'));
}
