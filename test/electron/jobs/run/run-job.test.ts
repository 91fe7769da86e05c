import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unpackFilesToNpz } from '../../../../electron/engine/arrays/npz-directory.js';
import { compressedFileSource } from '../../../../electron/engine/pack/compressed/compressed-source.js';
import { plainFileSource } from '../../../../electron/engine/pack/plain/plain-file.js';
import { command, createControlWord } from '../../../../electron/jobs/queue/control-word.js';
import type { JobSpec } from '../../../../electron/jobs/queue/job-spec.js';
import { requireSameBytes } from '../../../../electron/jobs/run/compare-plain.js';
import type { JobReport, Outcome } from '../../../../electron/jobs/run/job-service.js';
import { runJob } from '../../../../electron/jobs/run/run-job.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { compressSpec, decompressSpec, OPTIONS } from '../specs.js';

/** Runs a job in this thread; `at` is called at the start of each step, while the worker waits. */
async function run(spec: JobSpec, at: Readonly<Partial<Record<string, () => void>>> = {}) {
  const control = createControlWord();
  const messages: JobReport[] = [];
  const report = (message: JobReport): void => {
    messages.push(message);
    if (message.kind === 'step') at[message.step]?.();
  };
  const outcome: Outcome = await runJob(spec, { nthreads: 2, control, report });
  const steps = messages.flatMap((message) => (message.kind === 'step' ? [message.step] : []));
  return { outcome, steps, messages };
}

/** Some arrays of the fixtures, and members of archives. */
function npyIn(folder: string): string {
  const path = join(folder, 'array.npy');
  copyFileSync(fixturePath('plain', firstNpy()), path);
  return path;
}

function firstNpy(): string {
  const name = readdirSync(fixturePath('plain')).find((it) => it.endsWith('.npy'));
  if (name === undefined) throw new Error('the fixtures hold no .npy file');
  return name;
}

function partialIn(folder: string): string {
  const name = readdirSync(folder).find((it) => it.endsWith('.partial'));
  if (name === undefined) throw new Error('there is no temporary file');
  return join(folder, name);
}

function flipLastByte(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.byteLength - 1;
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, Uint8Array.of((bytes[at] ?? 0) ^ 0xff), 0, 1, at);
  closeSync(descriptor);
}

describe('a job', () => {
  test('compresses and decompresses every .npy of the fixtures to the same file', async () => {
    for (const name of readdirSync(fixturePath('plain')).filter((it) => it.endsWith('.npy'))) {
      const folder = scratchFolder();
      const [packed, unpacked] = [join(folder, 'a.npy.blp'), join(folder, 'a.npy')];
      const there = await run(compressSpec(fixturePath('plain', name), { targetPath: packed }));
      expect(there.outcome).toMatchObject({ kind: 'done', verdict: 'identical to the source' });
      const back = await run(decompressSpec(packed, unpacked));
      expect(back.outcome).toMatchObject({ kind: 'done', verdict: 'identical to the source' });
      expect(readFileSync(unpacked).equals(readFileSync(fixturePath('plain', name)))).toBe(true);
    }
  });

  test.each([
    ['none', ['prepare', 'run', 'finalise', 'publish'], 'not checked'],
    ['verify', ['prepare', 'run', 'finalise', 'verify', 'publish'], 'verified'],
    ['compare', ['prepare', 'run', 'finalise', 'verify', 'publish'], 'identical to the source'],
  ] as const)('with check %s goes through its steps in order', async (check, expected, verdict) => {
    const { outcome, steps, messages } = await run(compressSpec(npyIn(scratchFolder()), { check }));
    expect(steps).toEqual(expected);
    expect(outcome).toMatchObject({ kind: 'done', verdict });
    const done = messages.flatMap((message) => (message.kind === 'progress' ? [message.progress.doneBytes] : []));
    const prepared = messages.find((message) => message.kind === 'prepared');
    expect(done.at(-1)).toBe(prepared?.source.sourceBytes);
  });

  test.each(['verify', 'compare'] as const)('never publishes a container that does not pass %s', async (check) => {
    const folder = scratchFolder();
    const spec = compressSpec(npyIn(folder), { check });
    const { outcome, steps } = await run(spec, { verify: () => flipLastByte(partialIn(folder)) });
    expect(outcome).toMatchObject({ kind: 'failed', error: { kind: expect.stringMatching(/checksum|format/) } });
    expect(steps).not.toContain('publish');
    expect(readdirSync(folder)).toEqual(['array.npy']);
  });

  test('never publishes decompressed data that differ from the container', async () => {
    const folder = scratchFolder();
    const source = npyIn(folder);
    await run(compressSpec(source));
    const spec = decompressSpec(`${source}.blp`, join(folder, 'back.npy'));
    const { outcome } = await run(spec, { verify: () => flipLastByte(partialIn(folder)) });
    expect(outcome).toMatchObject({ kind: 'failed', error: { problem: 'bad-chunk' } });
    expect(readdirSync(folder).sort()).toEqual(['array.npy', 'array.npy.blp']);
  });

  test('detects a source that is changed while it is read', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'data');
    writeFileSync(path, new Uint8Array(3_000_000));
    const { outcome } = await run(compressSpec(path, { check: 'none' }), { finalise: () => appendFileSync(path, 'x') });
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'ESTALE' } });
    expect(readdirSync(folder)).toEqual(['data']);
  });

  test('says that a source was changed before its comparison, not that its array is of the wrong kind', async () => {
    for (const change of [(path: string) => appendFileSync(path, 'more'), flipLastByte]) {
      const folder = scratchFolder();
      const path = npyIn(folder);
      const { outcome } = await run(compressSpec(path), { verify: () => change(path) });
      expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'ESTALE' } });
      expect(readdirSync(folder)).toEqual(['array.npy']);
    }
  });

  test('names the first byte that differs', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'data');
    writeFileSync(path, new Uint8Array(400_000));
    const other = join(folder, 'other');
    writeFileSync(
      other,
      Uint8Array.from({ length: 400_000 }, (_, index) => (index === 300_000 ? 1 : 0)),
    );
    await run(compressSpec(other, { check: 'none' }));
    const plain = await plainFileSource(path);
    const compared = requireSameBytes(() => compressedFileSource(`${other}.blp`), plain, {});
    await expect(compared).rejects.toThrow('differ from byte 300000 of the data on');
  });

  test.each(['prepare', 'prepared', 'log', 'run', 'finalise', 'verify'])(
    'cancelled at %s leaves nothing behind',
    async (moment) => {
      const folder = scratchFolder();
      const spec = compressSpec(npyIn(folder));
      const control = createControlWord();
      const report = (message: JobReport): void => {
        if ((message.kind === 'step' ? message.step : message.kind) === moment) command(control, 'cancel');
      };
      expect(await runJob(spec, { nthreads: 1, control, report })).toEqual({ kind: 'cancelled' });
      expect(readdirSync(folder)).toEqual(['array.npy']);
    },
  );

  test('compresses raw bytes as the array that the user says they are', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'data.bin');
    writeFileSync(path, Buffer.concat([Buffer.from('head'), Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6).buffer)]));
    const raw = { skipBytes: 4, descr: '<f4', shape: [2, 3], order: 'C' } as const;
    expect((await run(compressSpec(path, { raw: { ...raw, shape: [2, 3] } }))).outcome).toMatchObject({ kind: 'done' });
    await run(decompressSpec(`${path}.blp`, join(folder, 'data.npy')));
    const npy = readFileSync(join(folder, 'data.npy'));
    expect(npy.toString('latin1')).toContain("'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)");
    expect(npy.subarray(-24).equals(readFileSync(path).subarray(4))).toBe(true);
  });

  test('takes one array of a .npz archive', async () => {
    const folder = scratchFolder();
    const source = npyIn(folder);
    await run(compressSpec(source));
    const archive = join(folder, 'arrays.npz');
    await unpackFilesToNpz([`${source}.blp`], archive, { names: ['x'] });
    const packed = join(folder, 'x.blp');
    const { outcome } = await run(compressSpec(archive, { member: 'x', targetPath: packed }));
    expect(outcome).toMatchObject({ kind: 'done', verdict: 'identical to the source' });
    expect(readFileSync(packed).equals(readFileSync(`${source}.blp`))).toBe(true);
  });

  test('refuses a shape that does not use all bytes', async () => {
    const path = join(scratchFolder(), 'data.bin');
    writeFileSync(path, new Uint8Array(25));
    const raw = { skipBytes: 0, descr: '<f4', shape: [6], order: 'C' as const };
    const { outcome } = await run(compressSpec(path, { raw }));
    expect(outcome).toMatchObject({ kind: 'failed', error: { kind: 'argument' } });
  });

  test('reports errors as plain data that name files without their folders', async () => {
    const folder = scratchFolder();
    const { outcome } = await run(compressSpec(join(folder, 'absent')));
    expect(outcome).toMatchObject({ kind: 'failed', error: { kind: 'io', code: 'ENOENT', where: { file: 'absent' } } });
    if (outcome.kind === 'failed') expect(outcome.error.message).not.toContain(folder);
    expect(structuredClone(outcome)).toEqual(outcome);
  });

  test('does not replace an existing file, unless requested', async () => {
    const folder = scratchFolder();
    const spec = compressSpec(npyIn(folder), { options: { ...OPTIONS, codec: 'zstd' } });
    writeFileSync(spec.targetPath, 'precious');
    expect((await run(spec)).outcome).toMatchObject({ kind: 'failed', error: { code: 'EEXIST' } });
    expect(readFileSync(spec.targetPath, 'utf8')).toBe('precious');
    expect((await run({ ...spec, overwrite: true })).outcome).toMatchObject({ kind: 'done' });
  });
});
