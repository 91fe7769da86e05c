import { chmodSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { packNdarrayToFile } from '../../../../electron/engine/pack/convenience.js';
import { digestArray } from '../../../../electron/exchange/digest/digest-array.js';
import { openArray } from '../../../../electron/exchange/find-arrays.js';
import { command, createControlWord } from '../../../../electron/jobs/queue/control-word.js';
import type { JobReport } from '../../../../electron/jobs/run/job-service.js';
import { runJob } from '../../../../electron/jobs/run/run-job.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { convertSpec } from '../specs.js';

const ROW_BYTES = 12;
const ROWS = 1000;

/** A container of 1000 rows of three numbers; chunks of 100 whole rows, or of 30 rows and a part of one. */
async function container(folder: string, chunkSize = 100 * ROW_BYTES): Promise<string> {
  const path = join(folder, 'a.npy.blp');
  const values = Int32Array.from({ length: ROWS * 3 }, (_, index) => index * 7 - 1000);
  await packNdarrayToFile(ndarray(values, { shape: [ROWS, 3] }), path, { chunkSize });
  return path;
}

async function digestOf(path: string) {
  const dataset = await openArray(path, {});
  return digestArray(dataset, {}).finally(() => dataset.close());
}

/** Runs the conversion; `onReport` may send commands to it. */
async function convert(
  source: string,
  target: string,
  onReport: (report: JobReport, control: Int32Array<SharedArrayBuffer>) => void = () => undefined,
) {
  const reports: JobReport[] = [];
  const control = createControlWord();
  const report = (one: JobReport): void => {
    reports.push(one);
    onReport(one, control);
  };
  const outcome = await runJob(convertSpec(source, target), { nthreads: 1, control, report });
  const log = reports.flatMap((one) => (one.kind === 'log' ? [one.text] : []));
  const steps = reports.flatMap((one) => (one.kind === 'step' ? [one.step] : []));
  return { outcome, reports, log, steps };
}

test.each([
  ['a.h5', '10 chunks moved'],
  ['a.zarr', '10 chunks moved'],
  ['a.zarr.zip', '10 chunks moved'],
  ['a.npy', 'recompressed, because the output has no Blosc chunks'],
])('a container becomes %s with the same values', async (name, what) => {
  const folder = scratchFolder();
  const source = await container(folder);
  chmodSync(source, 0o600);
  utimesSync(source, 1000, 2000);
  const target = join(folder, name);
  const { outcome, reports, log, steps } = await convert(source, target);
  const done = { kind: 'done', verdict: 'identical to the source', plainBytes: ROWS * ROW_BYTES, chunks: 10 };
  expect(outcome).toMatchObject(done);
  expect(log).toEqual([what]);
  expect(steps).toEqual(['prepare', 'run', 'finalise', 'verify', 'publish']);
  expect(reports.some(({ kind }) => kind === 'progress')).toBe(true);
  expect(await digestOf(target)).toEqual(await digestOf(source));
  expect(statSync(target).mode & 0o077).toBe(0);
  if (statSync(target).isFile()) expect(statSync(target).mtimeMs).toBe(2_000_000);
  expect(readdirSync(folder).sort()).toEqual(['a.npy.blp', name].sort());
});

test('chunks that are no whole rows are compressed anew, and the log says why', async () => {
  const folder = scratchFolder();
  const source = await container(folder, 364);
  const { outcome, log } = await convert(source, join(folder, 'a.h5'));
  expect(outcome).toMatchObject({ kind: 'done' });
  expect(log[0]).toMatch(/^recompressed, because its chunks do not hold whole rows/);
  expect(await digestOf(join(folder, 'a.h5'))).toEqual(await digestOf(source));
});

test.each(['a.h5', 'a.zarr', 'a.zarr.zip', 'a.npy'])('a cancel in any step leaves nothing of %s', async (name) => {
  for (const at of ['prepare', 'run', 'progress', 'finalise', 'verify']) {
    const folder = scratchFolder();
    const source = await container(folder);
    const { outcome } = await convert(source, join(folder, name), (report, control) => {
      if (report.kind === at || (report.kind === 'step' && report.step === at)) command(control, 'cancel');
    });
    expect(outcome, at).toEqual({ kind: 'cancelled' });
    expect(readdirSync(folder), at).toEqual(['a.npy.blp']);
  }
});

test('a damaged chunk fails the job, and leaves no output', async () => {
  const folder = scratchFolder();
  const source = await container(folder);
  const bytes = readFileSync(source);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40);
  writeFileSync(source, bytes);
  for (const name of ['a.h5', 'a.npy']) {
    const { outcome } = await convert(source, join(folder, name));
    expect(outcome).toMatchObject({ kind: 'failed', error: { kind: 'checksum', where: { chunkIndex: 9 } } });
  }
  expect(readdirSync(folder)).toEqual(['a.npy.blp']);
});

test('a file that has come to exist under the name of the output stays as it is', async () => {
  const folder = scratchFolder();
  const source = await container(folder);
  const taken = join(folder, 'a.h5');
  writeFileSync(taken, 'taken');
  expect((await convert(source, taken)).outcome).toMatchObject({ kind: 'failed', error: { kind: 'io' } });
  expect(readFileSync(taken, 'utf8')).toBe('taken');
});
