import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openContainerFile } from '../../../../electron/engine/in-place/container-file.js';
import { bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { openContainerDataset } from '../../../../electron/exchange/container/read-container.js';
import type { ArrayFormat } from '../../../../electron/exchange/dataset.js';
import { digestArray } from '../../../../electron/exchange/digest/digest-array.js';
import { HDF5_FORMAT } from '../../../../electron/exchange/hdf5/hdf5-format.js';
import { zarr } from '../../../../electron/exchange/zarr/formats.js';
import { describePlan, planBatch } from '../../../../electron/host/batch/batch-plan.js';
import { prepareBatch } from '../../../../electron/host/batch/batch-start.js';
import { createControlWord } from '../../../../electron/jobs/queue/control-word.js';
import { runJob } from '../../../../electron/jobs/run/run-job.js';
import { dtypeOfText } from '../../../../shared/format/numpy/dtype-parse.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { batchOf } from '../../host/batch-of.js';
import { inspectionHere } from '../../host/inspection-here.js';

const VALUES = Int32Array.from({ length: 3000 }, (_, index) => index * 7 - 1000);

/** A file or store with the arrays `x` and `group/y`. */
async function writeArrays({ create }: ArrayFormat, path: string): Promise<void> {
  const writer = await create?.(path, {});
  for (const name of ['x', 'group/y']) {
    const spec = { dtype: dtypeOfText('<i4'), shape: [VALUES.length / 3, 3], order: 'C' } as const;
    const attributes = new Map([['unit', name]]);
    await writer?.write({ name, spec, attributes }, bytesSource(new Uint8Array(VALUES.buffer)), {});
  }
  await writer?.finish();
}

async function prepare(path: string, members?: string[]) {
  const inspection = await inspectionHere();
  const item = { id: inspection.registry.admit(path), action: 'compress' as const, ...(members && { members }) };
  const request = { ...batchOf(), items: [item], check: 'compare' as const };
  const plan = describePlan(await planBatch(inspection, request));
  return { plan, ...(await prepareBatch(inspection, request, { onCollision: 'skip' })) };
}

const run = (spec: Parameters<typeof runJob>[0]) =>
  runJob(spec, { nthreads: 1, control: createControlWord(), report: () => undefined });

test.each([
  [HDF5_FORMAT, 'run.h5', 'run'],
  [zarr, 'run.zarr', 'run'],
  [zarr, 'run.zarr.zip', 'run.zarr'],
] as const)('the arrays of $label ($1) become containers with their attributes', async (format, name, folder) => {
  const scratch = scratchFolder();
  const path = join(scratch, name);
  await writeArrays(format, path);
  const { plan, jobs } = await prepare(path);
  expect(plan.outputs.map((output) => output.name).sort()).toEqual(['x.blp', 'y.blp']);
  for (const job of jobs) {
    expect(await run(job)).toMatchObject({ kind: 'done', verdict: 'identical to the source', plainBytes: 12_000 });
  }
  const output = join(scratch, folder, 'group', 'y.blp');
  const [container, source] = [await openContainerDataset(output, {}), await format.open(path, '/group/y', {})];
  expect([...container.attributes]).toEqual([['unit', 'group/y']]);
  expect(await digestArray(container, {})).toEqual(await digestArray(source, {}));
  await Promise.all([container.close(), source.close()]);
  await (await openContainerFile(output)).close();
});

test('the columns of an Arrow file become containers with their attributes', async () => {
  const scratch = scratchFolder();
  const path = join(scratch, 'run.arrow');
  copyFileSync(fixturePath('arrow', 'lz4.arrow'), path);
  const { jobs } = await prepare(path, ['last', 'bool']);
  for (const job of jobs) {
    expect(await run(job)).toMatchObject({ kind: 'done', verdict: 'identical to the source' });
  }
  const container = await openContainerDataset(join(scratch, 'run', 'last.blp'), {});
  expect(Object.fromEntries(container.attributes)).toEqual({ units: 'mm', scale: [1, 2] });
  await container.close();
});

test('only the chosen arrays are compressed, and one that is not there is refused', async () => {
  const path = join(scratchFolder(), 'run.h5');
  await writeArrays(HDF5_FORMAT, path);
  const { plan, jobs } = await prepare(path, ['/x']);
  expect(plan.outputs.map(({ name, member }) => [name, member])).toEqual([['x.blp', '/x']]);
  expect(jobs).toMatchObject([{ member: '/x', otherFormat: 'hdf5', trashSource: false, sourceBytes: 12_000 }]);
  await expect(prepare(path, ['/none'])).rejects.toThrow("has no array '/none'");
});

test('an array whose stored bytes are damaged fails its job, and leaves no output', async () => {
  const scratch = scratchFolder();
  const path = join(scratch, 'run.zarr');
  await writeArrays(zarr, path);
  const { jobs } = await prepare(path, ['/x']);
  const chunk = join(path, 'x', '0.0');
  writeFileSync(chunk, readFileSync(chunk).subarray(0, 100));
  const [job] = jobs;
  if (!job) throw new Error('no job');
  expect(await run(job)).toMatchObject({ kind: 'failed', error: { kind: 'format' } });
  expect(existsSync(job.targetPath)).toBe(false);
});
