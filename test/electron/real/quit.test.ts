import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright';
import { expect } from 'vitest';
import { writeSparseFile } from '../../e2e/made-files.js';
import type { Installation } from '../desktop/desktop-app.js';
import { callFrom } from '../desktop/page-calls.js';
import { dropOn, listJobs, slowOptions, startBatch } from './page-work.js';
import type { RunningApp } from './running-app.js';
import { group } from './specs.js';

/** What is not there on Windows: signals that a program can take. */
const hasSignals = process.platform !== 'win32';

group('Quit', (spec) => {
  spec('ends at once when nothing runs, and remembers the window', {}, async ({ install }) => {
    const own = install();
    const { app, process: main } = await own.launch();
    const ended = once(main, 'exit');
    await app.evaluate(({ app: electronApp }) => electronApp.quit());
    expect(await ended).toEqual([0, null]);
    expect(existsSync(join(own.userData, 'desktop.json'))).toBe(true);
  });

  spec('asks when a job runs, and keeps window and job when that is the answer', {}, async ({ install }) => {
    const own = install();
    const running = await startSlowJob(own);
    await answerWith(running.app, 0);
    await quit(running.app);
    await expect.poll(() => questionsIn(running.app)).toMatchObject([{ message: '1 job is not finished' }]);
    expect(running.app.windows()).toHaveLength(1);
    expect((await listJobs(running.page))[0]?.state).toBe('running');
    await callFrom(running.page, 'jobs.control-all', { what: 'cancel' });
  });

  spec('leaves nothing behind when the answer is to cancel', {}, async ({ install }) => {
    const own = install();
    const { app, process: main } = await startSlowJob(own);
    await answerWith(app, 2);
    const ended = once(main, 'exit');
    await quit(app);
    expect(await ended).toEqual([0, null]);
    expect(outputsIn(own)).toEqual([]);
  });

  spec('asks when its window is closed', { applies: process.platform !== 'darwin' }, async ({ install }) => {
    const own = install();
    const { app, process: main } = await startSlowJob(own);
    await answerWith(app, 2);
    const ended = once(main, 'exit');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await ended).toEqual([0, null]);
    expect(outputsIn(own)).toEqual([]);
  });

  spec('goes on without a window', { applies: process.platform === 'darwin' }, async ({ install }) => {
    const { app } = await install().launch();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    const windows = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await expect.poll(windows).toBe(0);
    await app.evaluate(({ app: electronApp }) => electronApp.emit('activate'));
    await expect.poll(windows).toBe(1);
  });

  spec('cancels without asking on a signal of the system', { applies: hasSignals }, async ({ install }) => {
    const own = install();
    const { process: main } = await startSlowJob(own);
    const ended = once(main, 'exit');
    main.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(outputsIn(own)).toEqual([]);
  });
});

async function startSlowJob(own: Installation): Promise<RunningApp> {
  const running = await own.launch();
  const source = join(own.folder, 'slow.bin');
  writeSparseFile(source, 2 ** 32);
  const ids = await dropOn(running.page, [source]);
  await startBatch(running.page, { ids, action: 'compress', options: slowOptions, check: 'none' });
  await expect.poll(async () => (await listJobs(running.page))[0]?.state).toBe('running');
  await expect.poll(() => outputsIn(own)).not.toEqual([]);
  return running;
}

/** Not waited for by the program that ends. */
function quit(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ app: electronApp }) => void setTimeout(() => electronApp.quit()));
}

/** Answers the question with one of its buttons, and keeps what was asked. */
function answerWith(app: ElectronApplication, response: number): Promise<void> {
  return app.evaluate(({ dialog }, button) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.push(args.at(-1));
      return { response: button, checkboxChecked: false };
    };
  }, response);
}

function questionsIn(app: ElectronApplication): Promise<readonly unknown[]> {
  return app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);
}

/** What lies beside the source, whole or not. */
function outputsIn({ folder }: Installation): readonly string[] {
  return readdirSync(folder).filter((name) => name.includes('.blp'));
}
