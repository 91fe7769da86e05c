import { cpSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { JobHistory } from '../../../../electron/host/stores/job-history.js';
import { MAX_RECENTS, RecentsStore } from '../../../../electron/host/stores/recents-store.js';
import type { JobView } from '../../../../shared/contract/jobs.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { inspectionHere } from '../inspection-here.js';

async function setUp(name: string, fixture: string) {
  const folder = scratchFolder();
  const inspection = await inspectionHere();
  const { registry } = inspection;
  const recents = await RecentsStore.open(folder, registry, () => 1);
  const path = join(folder, name);
  const put = (file: string) => {
    cpSync(fixturePath(fixture), join(folder, file));
    return { id: registry.admit(join(folder, file)), name: file, folder };
  };
  const source = put(name);
  const job = (changes: Partial<JobView>): JobView => ({
    id: 'j',
    batchId: 'b',
    action: 'compress',
    state: 'done',
    source,
    sourceBytes: 1000,
    doneBytes: 1000,
    elapsedMs: 1,
    chunksDone: 1,
    grew: false,
    check: 'compare',
    ...changes,
  });
  const history = new JobHistory(inspection, recents);
  const end = (...jobs: readonly JobView[]): Promise<boolean> => {
    history.note(jobs);
    return history.addEnded();
  };
  return { path, put, job, recents, history, end };
}

const changed = { kind: 'format', message: 'several arrays in one file' } as const;

it('does not call a source damaged that could not be compressed', async () => {
  const { job, recents, end } = await setUp('a.npy', 'plain/walk_f4.npy');
  await end(job({ state: 'failed', error: changed }));
  expect(await recents.list()).toEqual([]);
});

it('replaces the result of a job that is tried again', async () => {
  const { job, recents, end } = await setUp('a.blp', 'golden/defaults.blp');
  const decompress = { action: 'decompress' } as const;
  await end(job({ ...decompress, state: 'failed', error: changed }));
  expect(await recents.list()).toMatchObject([{ lastCheck: 'damaged' }]);
  await end(job({ ...decompress, state: 'running' }));
  await end(job({ ...decompress, plainBytes: 2000 }));
  expect(await recents.list()).toMatchObject([{ lastCheck: 'verified' }]);
});

it('gives no ratio to an archive of which one array was compressed', async () => {
  const { path, job, recents, end } = await setUp('a.npy', 'plain/walk_f4.npy');
  await end(job({ plainBytes: 900, outputBytes: 300 }));
  expect((await recents.list())[0]?.ratio).toBe(3);
  truncateSync(path, 0);
  await end(job({ id: 'k', member: 'x', plainBytes: 900, outputBytes: 300 }));
  expect((await recents.list())[0]?.ratio).toBeUndefined();
});

it('adds only the last files of many that end at once, in their order, each once, in one write', async () => {
  const { put, job, recents, history, end } = await setUp('a.npy', 'plain/walk_f4.npy');
  const add = vi.spyOn(recents, 'add');
  const names = Array.from({ length: MAX_RECENTS + 2 }, (_, index) => `${String(index).padStart(2, '0')}.npy`);
  const jobs = names.map((name) => job({ id: name, source: put(name) }));
  history.note(jobs);
  history.note(jobs.slice(0, 2).map((again) => ({ ...again, id: `again ${again.id}` })));
  expect(await end()).toBe(true);
  const [first = '', second = '', , , ...last] = names;
  expect((await recents.list()).map(({ name }) => name)).toEqual([second, first, ...last.toReversed()]);
  expect(add).toHaveBeenCalledOnce();
  expect(await end()).toBe(false);
});
