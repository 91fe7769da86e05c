import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleForNode } from '../../../../build/vite.node.mjs';
import { packFileToFile } from '../../../../electron/engine/pack/convenience.js';
import type { JobSpec } from '../../../../electron/jobs/queue/job-spec.js';
import { headerStamp } from '../../../../electron/jobs/run/container-stamp.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { until } from '../../../until.js';
import { openQueue } from '../open-queue.js';
import { appendSpec, compressSpec, gatedWorkerFile, manyChunksSpec, nativeFile } from '../specs.js';

const root = join(import.meta.dirname, '../../../..');

function queueFileIn(folder: string): string {
  mkdirSync(join(folder, 'state'), { recursive: true });
  return join(folder, 'state', 'queue.json');
}

/** Runs a queue in a separate process and kills it as soon as `isTime` is true for its events so far. */
async function killDuring(
  folder: string,
  specs: readonly JobSpec[],
  isTime: (output: string) => boolean,
): Promise<void> {
  const bundle = { entry: 'test/electron/jobs/queue/killed-queue.ts', file: 'killed-queue.cjs' };
  await bundleForNode(bundle, { root, outDir: folder });
  const args = [join(folder, 'killed-queue.cjs'), queueFileIn(folder), gatedWorkerFile];
  const env = { ...process.env, BLOSCPACK_NATIVE: nativeFile };
  const child = spawn(process.execPath, [...args, ...specs.map((spec) => JSON.stringify(spec))], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  const closed = once(child, 'close');
  await until(() => isTime(output));
  child.kill('SIGKILL');
  await closed;
}

describe('a queue whose program was killed', () => {
  test('offers to continue, keeps finished outputs, and removes the partial file', async () => {
    const folder = scratchFolder();
    const small = join(folder, 'small');
    writeFileSync(small, new Uint8Array(100_000));
    const big = manyChunksSpec(folder, 'big');
    const partials = () => readdirSync(folder).filter((name) => name.endsWith('.partial'));
    await killDuring(folder, [compressSpec(small), big], (output) => {
      const isOnDisk = existsSync(queueFileIn(folder)) && readFileSync(queueFileIn(folder), 'utf8').includes('"done"');
      return isOnDisk && /"state":"running"[^}]*"name":"big"/.test(output) && partials().length > 0;
    });
    expect(existsSync(big.targetPath)).toBe(false);
    expect(partials()).toHaveLength(1);

    const { queue, job, reach } = await openQueue(folder, { workerFile: gatedWorkerFile });
    expect(queue.view().interrupted).toEqual({ finished: 1, remaining: 1, strayParts: 1 });
    expect(job('small').state).toBe('done');
    await queue.interrupted('continue');
    await reach('big', 'running');
    expect(queue.view().interrupted).toBeUndefined();
    await queue.control([job('big').id], 'cancel');
    await reach('big', 'cancelled');
    expect(partials()).toEqual([]);
  });

  test('discards unfinished jobs on request, but no files of others', async () => {
    const folder = scratchFolder();
    const spec = compressSpec(join(folder, 'data'));
    const foreign = ['.data.blp.xyz.partial', '.other.blp.0123456789ab.partial'];
    for (const name of [...foreign, '.data.blp.0123456789ab.partial']) writeFileSync(join(folder, name), '');
    const jobs = [{ id: '1', batchId: 'b', spec, state: 'waiting' }];
    writeFileSync(queueFileIn(folder), JSON.stringify({ version: 1, jobs }));
    const { queue } = await openQueue(folder);
    expect(queue.view().interrupted).toEqual({ finished: 0, remaining: 1, strayParts: 1 });
    await queue.interrupted('discard');
    expect(queue.view().jobs).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual(foreign);
    const stored = () => JSON.parse(readFileSync(queueFileIn(folder), 'utf8'));
    await expect.poll(stored).toEqual({ version: 1, jobs: [] });
  });

  test('appends once, whether or not it was done when the program was killed', async () => {
    const folder = scratchFolder();
    const [container, added] = [join(folder, 'a.blp'), join(folder, 'more')];
    writeFileSync(added, new Uint8Array(100_000));
    await packFileToFile(added, container);
    const spec = appendSpec(added, container, await headerStamp(container));
    const jobs = [{ id: '1', batchId: 'b', spec, state: 'waiting' }];
    writeFileSync(queueFileIn(folder), JSON.stringify({ version: 1, jobs }));
    const first = await openQueue(folder);
    await first.queue.interrupted('continue');
    await first.reach('more', 'done');
    await first.queue.close('finish');
    const appended = readFileSync(container);
    // The same stored queue as before, as if the kill had come before the end of the job was stored.
    writeFileSync(queueFileIn(folder), JSON.stringify({ version: 1, jobs }));
    const second = await openQueue(folder);
    await second.queue.interrupted('continue');
    expect(second.job('more')).toMatchObject({ state: 'skipped', note: expect.stringContaining('has changed') });
    expect(readFileSync(container).equals(appended)).toBe(true);
  });

  test('skips an output that was published just before the kill', async () => {
    const folder = scratchFolder();
    const spec = compressSpec(join(folder, 'data'));
    writeFileSync(spec.targetPath, 'whole');
    const jobs = [{ id: '1', batchId: 'b', spec, state: 'waiting' }];
    writeFileSync(queueFileIn(folder), JSON.stringify({ version: 1, jobs }));
    const { queue, job } = await openQueue(folder);
    await queue.interrupted('continue');
    expect(job('data')).toMatchObject({ state: 'skipped', note: 'The output already exists' });
  });
});
