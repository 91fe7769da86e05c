import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { scratchFolder } from '../../../scratch-folder.js';
import { turn, until } from '../../../until.js';
import { openQueue, type TestQueue } from '../open-queue.js';
import { compressSpec, decompressSpec, gatedWorkerFile, manyChunksSpec, OPTIONS } from '../specs.js';

const gated = { workerFile: gatedWorkerFile };

/** Files of some chunks each, of bytes that compress a little. */
function smallFiles(folder: string, ...names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const path = join(folder, name);
    writeFileSync(
      path,
      Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) >> 7),
    );
    return path;
  });
}

function idsOf({ job }: TestQueue, ...names: readonly string[]): readonly string[] {
  return names.map((name) => job(name).id);
}

/** Partial files, which no writer may leave. */
function leftoversIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.partial'));
}

/** Waits until the job of a gated worker has done one chunk and is stopped at the gate. */
async function progressing(queue: TestQueue, name: string): Promise<number> {
  await queue.reach(name, 'running');
  return until(() => queue.job(name).doneBytes);
}

/** Pauses a job of a gated worker, and waits until it has left the gate. */
async function pauseAtGate(test: TestQueue, name: string): Promise<void> {
  await test.queue.control(idsOf(test, name), 'pause');
  await until(() => test.queue.details(test.job(name).id)?.log.some(({ text }) => text === 'left the gate'));
}

/** Makes the queue check again for jobs that can start. */
async function reschedule({ queue }: TestQueue): Promise<void> {
  await queue.control([], 'resume');
}

describe('the queue', () => {
  test('compresses and decompresses with real threads, and reports all details', async () => {
    const folder = scratchFolder();
    const [source = ''] = smallFiles(folder, 'data');
    const test = await openQueue(folder);
    const options = { ...OPTIONS, chunkSizeBytes: 65_536 };
    test.queue.add([compressSpec(source, { options })]);
    const done = await test.reach('data', 'done');
    expect(done).toMatchObject({ chunks: 5, chunksDone: 5, sourceBytes: 300_000, doneBytes: 300_000, grew: false });
    expect(done.outputBytes).toBe(readFileSync(`${source}.blp`).byteLength);
    const details = test.queue.details(done.id);
    expect(details?.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(details?.ratios).toHaveLength(5);
    test.queue.add([decompressSpec(`${source}.blp`, join(folder, 'back'))]);
    await test.reach('data.blp', 'done');
    expect(readFileSync(join(folder, 'back')).equals(readFileSync(source))).toBe(true);
    expect(test.queue.view().totals).toMatchObject({ finished: 2, running: 0, waiting: 0, attention: 0 });
    await until(() => test.changes.filter(({ kind }) => kind === 'batch-finished').length === 2);
  });

  test('continues when one of three fails, and retries it', async () => {
    const folder = scratchFolder();
    const [a = '', c = ''] = smallFiles(folder, 'a', 'c');
    const test = await openQueue(folder);
    test.queue.add([a, join(folder, 'b'), c].map((path) => compressSpec(path)));
    await test.reach('c', 'done');
    expect(test.job('a').state).toBe('done');
    expect(test.job('b')).toMatchObject({ state: 'failed', error: { kind: 'io', code: 'ENOENT' } });
    expect(test.queue.view().totals).toMatchObject({ finished: 2, attention: 1 });
    smallFiles(folder, 'b');
    await test.queue.control(idsOf(test, 'b'), 'retry');
    expect((await test.reach('b', 'done')).error).toBeUndefined();
  });

  test('cancels a running job before the next chunk, and removes its output', async () => {
    const folder = scratchFolder();
    const test = await openQueue(folder, gated);
    test.queue.add([manyChunksSpec(folder, 'big')]);
    await progressing(test, 'big');
    expect(leftoversIn(folder)).toHaveLength(1);
    // 1, or more where the first report came before the first chunk and the next ones were done within the time between two reports.
    const { chunksDone } = test.job('big');
    expect(chunksDone).toBeLessThan(64);
    await test.queue.control(idsOf(test, 'big'), 'cancel');
    expect(test.job('big').note).toBe('Cancelling');
    expect(await test.reach('big', 'cancelled')).toMatchObject({ chunksDone, chunks: 64 });
    expect(readdirSync(folder).filter((name) => name !== 'state')).toEqual(['big']);
  });

  test('does not count paused time, resumes, and can be cancelled while paused', async () => {
    const folder = scratchFolder();
    let nowMs = 1000;
    const test = await openQueue(folder, { ...gated, clock: () => nowMs });
    test.queue.add([manyChunksSpec(folder, 'big')]);
    const doneBytes = await progressing(test, 'big');
    nowMs += 10;
    await pauseAtGate(test, 'big');
    nowMs += 5000;
    expect(test.job('big')).toMatchObject({ state: 'paused', doneBytes, elapsedMs: 10 });
    await test.queue.control(idsOf(test, 'big'), 'resume');
    nowMs += 7;
    await until(() => test.job('big').doneBytes > doneBytes);
    expect(test.job('big').elapsedMs).toBe(17);
    await test.queue.control(idsOf(test, 'big'), 'pause');
    await test.queue.control(idsOf(test, 'big'), 'cancel');
    await test.reach('big', 'cancelled');
    expect(leftoversIn(folder)).toEqual([]);
  });

  test('starts the next job in the place of one that was paused by itself, and counts both', async () => {
    const folder = scratchFolder();
    const test = await openQueue(folder, gated);
    test.queue.add([manyChunksSpec(folder, 'a'), manyChunksSpec(folder, 'b')]);
    await progressing(test, 'a');
    expect(test.job('b').state).toBe('waiting');
    await pauseAtGate(test, 'a');
    await progressing(test, 'b');
    expect(test.job('a').state).toBe('paused');
    expect(test.queue.view()).toMatchObject({ paused: false, totals: { running: 1, paused: 1, waiting: 0 } });
    test.queue.controlAll('cancel');
    for (const name of ['a', 'b']) await test.reach(name, 'cancelled');
  });

  test('counts only the jobs since it was at rest, and the checks too, and no paused time', async () => {
    const folder = scratchFolder();
    let nowMs = 0;
    const test = await openQueue(folder, { ...gated, clock: () => nowMs });
    test.queue.controlAll('pause');
    const [old = ''] = smallFiles(folder, 'old');
    test.queue.add([compressSpec(old)]);
    await test.queue.control(idsOf(test, 'old'), 'cancel');
    expect(test.queue.view().totals).toMatchObject({ sourceBytes: 0, fraction: 0 });
    test.queue.controlAll('resume');
    test.queue.add([manyChunksSpec(folder, 'big')]);
    const doneBytes = await progressing(test, 'big');
    const { sourceBytes } = test.job('big');
    const totals = () => test.queue.view().totals;
    const checks = test.job('big').check === 'none' ? 1 : 2;
    expect(totals()).toMatchObject({ sourceBytes, doneBytes, fraction: doneBytes / (checks * sourceBytes) });
    nowMs += 10;
    await pauseAtGate(test, 'big');
    expect(totals().elapsedMs).toBe(10);
    nowMs += 5000;
    expect(totals().elapsedMs).toBe(10);
    test.queue.controlAll('cancel');
    await test.reach('big', 'cancelled');
    expect(test.queue.details(test.job('big').id)?.steps.map(({ state }) => state)).toEqual([
      'done',
      'stopped',
      'left-out',
      'left-out',
      'left-out',
    ]);
  });

  test('pausing all stops waiting jobs from starting; resuming all resumes those paused one by one, too', async () => {
    const folder = scratchFolder();
    const [a = '', b = ''] = smallFiles(folder, 'a', 'b');
    const test = await openQueue(folder);
    test.queue.controlAll('pause');
    test.queue.add([compressSpec(a), compressSpec(b)]);
    await test.queue.control(idsOf(test, 'a'), 'pause');
    // Starts nothing before the queue is stored.
    await until(() => existsSync(join(folder, 'state', 'queue.json')));
    await turn();
    await reschedule(test);
    expect([test.job('a').state, test.job('b').state]).toEqual(['paused', 'waiting']);
    test.queue.controlAll('resume');
    await test.reach('b', 'done');
    await test.reach('a', 'done');
  });

  test('starts in order, which can be changed for waiting jobs', async () => {
    const folder = scratchFolder();
    let nowMs = 0;
    const test = await openQueue(folder, { clock: () => ++nowMs });
    test.queue.controlAll('pause');
    test.queue.add(smallFiles(folder, 'a', 'b', 'c', 'd').map((path) => compressSpec(path)));
    const [b = '', d = ''] = idsOf(test, 'b', 'd');
    test.queue.move(d, -2);
    test.queue.move(b, 99);
    const order = test.queue.view().jobs.map(({ source }) => source.name);
    expect(order).toEqual(['a', 'd', 'c', 'b']);
    test.queue.controlAll('resume');
    await test.reach('b', 'done');
    const starts = test.queue.view().jobs.map(({ id }) => test.queue.details(id)?.log[0]?.atMs ?? 0);
    expect(starts).toEqual([...new Set(starts)].sort((one, other) => one - other));
  });

  test('runs several files in parallel if set so', async () => {
    const folder = scratchFolder();
    const test = await openQueue(folder, { ...gated, settings: () => ({ filesAtOnce: 2, threads: 1 }) });
    test.queue.add(['a', 'b', 'c'].map((name) => manyChunksSpec(folder, name)));
    await progressing(test, 'a');
    await progressing(test, 'b');
    expect(test.job('c').state).toBe('waiting');
    expect(test.queue.activeJobs).toBe(2);
    test.queue.controlAll('cancel');
    for (const name of ['a', 'b', 'c']) await test.reach(name, 'cancelled');
    expect(leftoversIn(folder)).toEqual([]);
  });

  test('skips, removes and clears', async () => {
    const folder = scratchFolder();
    const test = await openQueue(folder);
    test.queue.controlAll('pause');
    test.queue.add(smallFiles(folder, 'a', 'b', 'c').map((path) => compressSpec(path)));
    await test.queue.control(idsOf(test, 'a'), 'skip');
    await test.queue.control(idsOf(test, 'b'), 'remove');
    expect(test.queue.view().jobs.map(({ state }) => state)).toEqual(['skipped', 'waiting']);
    test.queue.controlAll('clear-finished');
    expect(test.queue.view().jobs.map(({ source }) => source.name)).toEqual(['c']);
  });

  test('cancels a running job that is removed', async () => {
    const folder = scratchFolder();
    const test = await openQueue(folder, gated);
    test.queue.add([manyChunksSpec(folder, 'big')]);
    await progressing(test, 'big');
    await test.queue.control(idsOf(test, 'big'), 'remove');
    await until(() => test.queue.view().jobs.length === 0);
    expect(leftoversIn(folder)).toEqual([]);
  });

  test('lets the user choose what to keep when the output grew', async () => {
    const folder = scratchFolder();
    for (const name of ['a', 'b']) writeFileSync(join(folder, name), Uint8Array.of(1, 2, 3));
    const trash = vi.fn((path: string) => rm(path));
    const test = await openQueue(folder, { trash });
    test.queue.add(['a', 'b'].map((name) => compressSpec(join(folder, name), { trashSource: true })));
    await test.reach('b', 'done');
    expect([test.job('a').grew, test.job('b').grew]).toEqual([true, true]);
    await test.queue.control(idsOf(test, 'a'), 'keep-source-only');
    await test.queue.control(idsOf(test, 'b'), 'keep-both');
    expect(test.job('a')).toMatchObject({ state: 'skipped', grew: false });
    expect(test.job('b')).toMatchObject({ state: 'done', grew: false });
    expect([existsSync(join(folder, 'a.blp')), existsSync(join(folder, 'b.blp'))]).toEqual([false, true]);
    // The output, from where it can be restored, and no source.
    expect(trash.mock.calls).toEqual([[join(folder, 'a.blp')]]);
  });

  test('restores an output that grew and was deleted, with the question what to keep', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'a'), Uint8Array.of(1, 2, 3));
    const hidden = join(folder, 'hidden');
    const output = join(folder, 'a.blp');
    const deletedOutputs = {
      put: async (path: string) => {
        renameSync(path, hidden);
        return 'id';
      },
      restore: async () => renameSync(hidden, output),
    };
    const test = await openQueue(folder, { deletedOutputs });
    test.queue.add([compressSpec(join(folder, 'a'))]);
    await test.reach('a', 'done');
    await test.queue.control(idsOf(test, 'a'), 'keep-source-only');
    expect(test.job('a')).toMatchObject({ state: 'skipped', grew: false, canRestoreOutput: true });
    expect(existsSync(output)).toBe(false);
    await test.queue.control(idsOf(test, 'a'), 'restore-output');
    expect(test.job('a')).toMatchObject({ state: 'done', grew: true, output: { name: 'a.blp' } });
    expect(test.job('a').canRestoreOutput).toBeUndefined();
    expect(existsSync(output)).toBe(true);
  });

  test('deletes an output that grew where there is no trash', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'a'), Uint8Array.of(1, 2, 3));
    const test = await openQueue(folder);
    test.queue.add([compressSpec(join(folder, 'a'))]);
    await test.reach('a', 'done');
    await test.queue.control(idsOf(test, 'a'), 'keep-source-only');
    expect([existsSync(join(folder, 'a')), existsSync(join(folder, 'a.blp'))]).toEqual([true, false]);
  });

  test('moves a source to the trash after a check, and never without one', async () => {
    const folder = scratchFolder();
    const [a = '', b = ''] = smallFiles(folder, 'a', 'b');
    const trash = vi.fn(async () => undefined);
    const test = await openQueue(folder, { trash });
    test.queue.add([
      compressSpec(a, { trashSource: true, check: 'verify' }),
      compressSpec(b, { trashSource: true, check: 'none' }),
    ]);
    await until(() => test.job('a').note && test.job('b').note);
    expect(trash.mock.calls).toEqual([[a]]);
    expect(test.job('b').note).toContain('kept');
  });

  test('fails the job of a thread that exits, removes its partial file, and starts another thread', async () => {
    const folder = scratchFolder();
    const [source = ''] = smallFiles(folder, 'data');
    const crashing = join(folder, 'worker.cjs');
    writeFileSync(
      crashing,
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', (message) => {
        if (message.kind === 'end') return parentPort.close();
        if (!message.request.spec.sourcePath.endsWith('data')) {
          const response = { kind: 'done', plainBytes: 1, outputBytes: 1, chunks: 1, verdict: 'not checked' };
          return parentPort.postMessage({ kind: 'answer', id: message.id, response });
        }
        require('node:fs').writeFileSync(${JSON.stringify(join(folder, '.data.blp.0123456789ab.partial'))}, 'half');
        setTimeout(() => { throw new RangeError('out of everything') });
      });`,
    );
    const test = await openQueue(folder, { workerFile: crashing });
    test.queue.add([compressSpec(source), compressSpec(`${source}2`)]);
    await test.reach('data2', 'done');
    expect(test.job('data')).toMatchObject({
      state: 'failed',
      error: { kind: 'internal', message: "The worker thread stopped while it had 'data': out of everything" },
    });
    expect(leftoversIn(folder)).toEqual([]);
  });

  test('reports progress up to the end, and never backwards', async () => {
    const folder = scratchFolder();
    const test = await openQueue(folder);
    test.queue.add([manyChunksSpec(folder, 'many', { chunks: 2000, check: 'none' })]);
    const { id } = await test.reach('many', 'done');
    const views = test.changes.flatMap((change) => (change.kind === 'changed' ? change.jobs : []));
    const done = views.map(({ doneBytes }) => doneBytes);
    expect(done).toEqual([...done].sort((one, other) => one - other));
    expect(test.job('many')).toMatchObject({ doneBytes: 2000 * 4096, chunksDone: 2000 });
    expect(test.queue.details(id)?.ratios.length).toBeLessThanOrEqual(400);
  });

  test('finishes all jobs before it closes, if requested', async () => {
    const folder = scratchFolder();
    const test = await openQueue(folder);
    test.queue.add(smallFiles(folder, 'a', 'b', 'c').map((path) => compressSpec(path)));
    await test.queue.close('finish');
    expect(test.queue.view().jobs.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  test('stops immediately if requested, and keeps unfinished jobs for the next run', async () => {
    const folder = scratchFolder();
    const [small = ''] = smallFiles(folder, 'small');
    const big = manyChunksSpec(folder, 'big');
    const first = await openQueue(folder, gated);
    first.queue.add([compressSpec(small), big]);
    await progressing(first, 'big');
    await first.queue.close('cancel');
    expect(leftoversIn(folder)).toEqual([]);
    truncateSync(big.sourcePath, 1000);
    const second = await openQueue(folder);
    expect(second.queue.view().interrupted).toEqual({ finished: 1, remaining: 1, strayParts: 0 });
    await reschedule(second);
    expect(second.job('big').state).toBe('waiting');
    expect(second.job('small')).toMatchObject({ state: 'done', chunks: 1 });
    await second.queue.interrupted('continue');
    await second.reach('big', 'done');
    expect(second.queue.view().interrupted).toBeUndefined();
  });

  test('renames an invalid queue file', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'state', 'queue.json'), '{"version":1,"jobs":[{"id":');
    const { queue } = await openQueue(folder);
    expect(queue.view().jobs).toEqual([]);
    expect(existsSync(join(folder, 'state', 'queue.json.damaged'))).toBe(true);
  });
});
