import { cpSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JobHistory } from '../../../../electron/host/stores/job-history.js';
import { RecentsStore } from '../../../../electron/host/stores/recents-store.js';
import type { JobView } from '../../../../shared/contract/jobs.js';
import { fixturePath } from '../../../fixtures.js';
import { inspectionHere } from '../inspection-here.js';
import { scratchFolder } from '../scratch-folder.js';

async function setUp(name: string, fixture: string) {
  const folder = scratchFolder();
  const inspection = await inspectionHere();
  const { registry } = inspection;
  const recents = await RecentsStore.open(folder, registry, () => 1);
  const path = join(folder, name);
  cpSync(fixturePath(fixture), path);
  const job = (changes: Partial<JobView>): JobView => ({
    id: 'j',
    batchId: 'b',
    action: 'compress',
    state: 'done',
    source: { id: registry.admit(path), name, folder },
    sourceBytes: 1000,
    doneBytes: 1000,
    elapsedMs: 1,
    chunksDone: 1,
    grew: false,
    check: 'compare',
    ...changes,
  });
  return { path, job, recents, history: new JobHistory(inspection, recents) };
}

const changed = { kind: 'format', message: 'several arrays in one file' } as const;

it('does not call a source damaged that could not be compressed', async () => {
  const { job, recents, history } = await setUp('a.npy', 'plain/walk_f4.npy');
  await history.note([job({ state: 'failed', error: changed })]);
  expect(await recents.list()).toEqual([]);
});

it('replaces the result of a job that is tried again', async () => {
  const { job, recents, history } = await setUp('a.blp', 'golden/defaults.blp');
  const decompress = { action: 'decompress' } as const;
  await history.note([job({ ...decompress, state: 'failed', error: changed })]);
  expect(await recents.list()).toMatchObject([{ lastCheck: 'damaged' }]);
  await history.note([job({ ...decompress, state: 'running' })]);
  await history.note([job({ ...decompress, plainBytes: 2000 })]);
  expect(await recents.list()).toMatchObject([{ lastCheck: 'verified' }]);
});

it('gives no ratio to an archive of which one array was compressed', async () => {
  const { path, job, recents, history } = await setUp('a.npy', 'plain/walk_f4.npy');
  await history.note([job({ plainBytes: 900, outputBytes: 300 })]);
  expect((await recents.list())[0]?.ratio).toBe(3);
  truncateSync(path, 0);
  await history.note([job({ id: 'k', member: 'x', plainBytes: 900, outputBytes: 300 })]);
  expect((await recents.list())[0]?.ratio).toBeUndefined();
});
