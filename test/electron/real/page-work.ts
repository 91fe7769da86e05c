import type { ElectronApplication, Page } from 'playwright';
import { expect } from 'vitest';
import type { FileId } from '../../../shared/contract/files.js';
import type { CheckAfter, CompressOptions } from '../../../shared/contract/intake.js';
import type { JobView } from '../../../shared/contract/jobs.js';
import { callFrom, goodValue, type TestWindow } from '../desktop/page-calls.js';
import { dropFiles } from '../double/drop-files.js';

/** Options of no interest, for specs that are not about them. */
export const plainOptions: CompressOptions = {
  codec: 'lz4',
  clevel: 5,
  shuffle: 'byte',
  typesize: 8,
  chunkSizeBytes: 2 ** 20,
  blocksizeBytes: 0,
  checksum: 'adler32',
  offsets: true,
};

/** Take minutes for the 4 GiB of the specs that end a job before it is done. */
export const slowOptions: CompressOptions = {
  ...plainOptions,
  codec: 'zlib',
  clevel: 9,
  shuffle: 'bit',
  checksum: 'sha512',
};

/** Drops files onto the small page, and answers the ids that it got for them. */
export async function dropOn(page: Page, paths: readonly string[]): Promise<readonly FileId[]> {
  await page.evaluate('globalThis.admitted = undefined');
  await dropFiles(page, paths);
  const admitted = () => page.evaluate(() => (globalThis as unknown as TestWindow).admitted);
  await expect.poll(admitted).toMatchObject({ ok: true });
  const answer = await admitted();
  return answer === undefined ? [] : goodValue(answer);
}

export interface Work {
  readonly ids: readonly FileId[];
  readonly action: 'compress' | 'decompress';
  readonly options?: Partial<CompressOptions>;
  readonly nameTemplate?: string;
  readonly check?: CheckAfter;
}

/** Starts a batch beside its sources; answers its id. */
export async function startBatch(page: Page, work: Work): Promise<string> {
  const { ids, action, options, nameTemplate = '{stem}{ext}.blp', check = 'compare' } = work;
  const batch = {
    items: ids.map((id) => ({ id, action })),
    options: { ...plainOptions, ...options },
    place: { kind: 'beside' as const },
    nameTemplate,
    check,
    trashSources: false,
  };
  const { batchId } = goodValue(await callFrom(page, 'batch.start', { batch, onCollision: 'rename' }));
  return batchId;
}

/** Does a batch to its end, which has to be a good one; answers its jobs. */
export async function doBatch(page: Page, work: Work): Promise<readonly JobView[]> {
  const batchId = await startBatch(page, work);
  const jobs = async () => (await listJobs(page)).filter((job) => job.batchId === batchId);
  const ends = ['done', 'failed', 'cancelled', 'skipped'];
  await expect.poll(async () => (await jobs()).every(({ state }) => ends.includes(state))).toBe(true);
  const ended = await jobs();
  expect(ended.map(({ state, error }) => error?.message ?? state)).toEqual(ended.map(() => 'done'));
  return ended;
}

export async function listJobs(page: Page): Promise<readonly JobView[]> {
  return goodValue(await callFrom(page, 'jobs.list', undefined)).jobs;
}

/**
 * Runs a script in the window's page by way of the main process, and answers its value: Playwright's own Page is of no use once
 * the page has crashed. Rejects when the page does not answer, as one that hangs or is just being loaded.
 */
export function inWindow<T>(app: ElectronApplication, script: string): Promise<T> {
  return app.evaluate(({ BrowserWindow }, code) => {
    const answer = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code, true);
    const silence = new Promise((_, reject) => setTimeout(reject, 2000, new Error('The page does not answer.')));
    return Promise.race([answer, silence]);
  }, script) as Promise<T>;
}

/** The address of the page in the window. */
export function windowAddress(app: ElectronApplication): Promise<string | undefined> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
}
