import { once } from 'node:events';
import { closeSync, existsSync, ftruncateSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CompressOptions, compressOptions } from '../../../shared/contract/intake.js';
import { dropFiles } from '../double/drop-files.js';
import { desktopNote, type Installation, install, type RunningApp } from './desktop-app.js';
import { callFrom, goodValue, type TestWindow } from './page-calls.js';

const SLOW_BYTES = 4 * 2 ** 30;

const slow: CompressOptions = compressOptions.parse({
  codec: 'zlib',
  clevel: 9,
  shuffle: 'bit',
  typesize: 8,
  chunkSizeBytes: 2 ** 20,
  blocksizeBytes: 0,
  checksum: 'sha512',
  offsets: true,
});

let installation: Installation;
let running: RunningApp;

describe.skipIf(desktopNote !== '')(`quitting${desktopNote}`, () => {
  beforeEach(async () => {
    installation = install();
    running = await installation.launch();
  });
  afterEach(async () => {
    await running.app.close().catch(() => undefined);
    installation.remove();
  });

  it('ends at once when nothing runs', async () => {
    const ended = once(running.app.process(), 'exit');
    await running.app.evaluate(({ app }) => app.quit());
    expect(await ended).toEqual([0, null]);
  });

  it('asks when a job runs, keeps the window when that is the answer, and leaves nothing when cancelled', async () => {
    await startSlowJob();
    await answerWith(0);
    await closeWindow();
    await expect.poll(questions).toHaveLength(1);
    expect(running.app.windows()).toHaveLength(1);
    expect((await questions())[0]).toMatchObject({ message: '1 job is not finished' });

    await answerWith(2);
    const ended = once(running.app.process(), 'exit');
    await closeWindow();
    expect(await ended).toEqual([0, null]);
    expect(outputs()).toEqual([]);
  });

  it('cancels without asking on a signal of the system', async () => {
    await startSlowJob();
    const ended = once(running.app.process(), 'exit');
    running.app.process().kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(outputs()).toEqual([]);
  });
});

async function startSlowJob(): Promise<void> {
  const source = join(installation.folder, 'slow.bin');
  const file = openSync(source, 'w');
  ftruncateSync(file, SLOW_BYTES);
  closeSync(file);
  await dropFiles(running.page, [source]);
  const admitted = () => running.page.evaluate(() => (globalThis as unknown as TestWindow).admitted);
  await expect.poll(admitted).toMatchObject({ ok: true });
  const answer = await admitted();
  const [id = ''] = answer === undefined ? [] : goodValue(answer);
  const batch = {
    items: [{ id, action: 'compress' as const }],
    options: slow,
    place: { kind: 'beside' as const },
    nameTemplate: '{stem}{ext}.blp',
    check: 'none' as const,
    trashSources: false,
  };
  goodValue(await callFrom(running.page, 'batch.start', { batch, onCollision: 'skip' }));
  await expect.poll(async () => goodValue(await callFrom(running.page, 'jobs.list', undefined)).totals.running).toBe(1);
  await expect.poll(outputs).not.toEqual([]);
}

/** Answers the question with one of its buttons, and keeps what was asked. */
function answerWith(response: number): Promise<void> {
  return running.app.evaluate(({ dialog }, button) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.push(args.at(-1));
      return { response: button, checkboxChecked: false };
    };
  }, response);
}

function questions(): Promise<readonly unknown[]> {
  return running.app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);
}

function closeWindow(): Promise<void> {
  return running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

/** What lies beside the source, whole or not. */
function outputs(): readonly string[] {
  const folder = installation.folder;
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('.blp')) : [];
}
