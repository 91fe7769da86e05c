import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entropyOfBytes } from '../../../../electron/engine/entropy.js';
import { openContainerFile } from '../../../../electron/engine/in-place/container-file.js';
import { verifyContainer } from '../../../../electron/engine/verify/verify-container.js';
import { createControlWord } from '../../../../electron/jobs/queue/control-word.js';
import type { JobSpec } from '../../../../electron/jobs/queue/job-spec.js';
import { CHUNK_STATES, type JobReport } from '../../../../electron/jobs/run/job-service.js';
import { runJob } from '../../../../electron/jobs/run/run-job.js';
import { fixturePath, manifest } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { chunkOf, damaged, flip, golden, plainBytes, readBytes } from '../../engine/in-place/repair/containers.js';
import { openQueue } from '../open-queue.js';
import { appendSpec, repairSpec, verifySpec } from '../specs.js';

async function run(spec: JobSpec) {
  const messages: JobReport[] = [];
  const report = (message: JobReport): number => messages.push(message);
  const outcome = await runJob(spec, { nthreads: 2, control: createControlWord(), report });
  const steps = messages.flatMap((message) => (message.kind === 'step' ? [message.step] : []));
  const verdicts = messages.flatMap((message) => (message.kind === 'verdicts' ? [message.verdicts] : []));
  const states = verdicts.flatMap((batch) => [...batch.states]);
  return { outcome, steps, verdicts, states, messages };
}

/** A golden file with one byte flipped in the data of a chunk. */
function withBadChunk(name: string, chunkIndex: number): string {
  const { position, blosc } = chunkOf(name, chunkIndex);
  const path = join(scratchFolder(), 'a.blp');
  writeFileSync(
    path,
    damaged(name, (bytes) => flip(bytes, position + blosc.ctbytes - 1)),
  );
  return path;
}

function someGolden(): string {
  const found = manifest.golden.find(({ chunks = [], header }) => chunks.length > 3 && header.checksum !== 'None');
  if (!found) throw new Error(`no golden file is like that`);
  return found.name;
}

/** One with items of more than three bytes. */
function someArray(): string {
  const found = manifest.golden.find(({ numpy, header }) => numpy && header.typesize > 3);
  if (!found) throw new Error('there is no golden array');
  return found.name;
}

describe('a verify job', () => {
  test('reports every golden container as intact, chunk by chunk, and writes nothing', async () => {
    const folder = scratchFolder();
    for (const { name, file } of manifest.golden) {
      const path = join(folder, 'a.blp');
      cpSync(fixturePath(file), path);
      const { outcome, steps, states, messages } = await run(verifySpec(path));
      expect(outcome, name).toMatchObject({ kind: 'done', verdict: 'verified', outputBytes: 0 });
      expect(steps).toEqual(['prepare', 'run']);
      if (outcome.kind === 'done') expect(states, name).toHaveLength(outcome.chunks);
      expect(new Set(states), name).toEqual(new Set(states.length > 0 ? [CHUNK_STATES.match] : []));
      const done = messages.flatMap((message) => (message.kind === 'progress' ? [message.progress.doneBytes] : []));
      expect(done.at(-1) ?? 0, name).toBeLessThanOrEqual(readBytes(path).byteLength);
      expect(readdirSync(folder)).toEqual(['a.blp']);
    }
  });

  test('finds a flipped byte: its chunk, the computed digest, and the state of the others', async () => {
    const name = someGolden();
    const { outcome, states, verdicts } = await run(verifySpec(withBadChunk(name, 2)));
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { kind: 'checksum', where: { file: 'a.blp', chunkIndex: 2 }, message: expect.stringContaining('chunk 2') },
    });
    expect(states).toEqual(
      golden(name).chunks?.map((_, index) => (index === 2 ? CHUNK_STATES.mismatch : CHUNK_STATES.match)),
    );
    expect(verdicts.flatMap(({ computed }) => computed)).toEqual([[2, expect.stringMatching(/^[\da-f]+$/)]]);
    for (const { decodeMs, entropy } of verdicts) {
      expect([...decodeMs].every((ms) => ms >= 0)).toBe(true);
      expect([...entropy].every((bits) => bits >= 0 && bits <= 8)).toBe(true);
    }
  });

  test('says how many of the counted chunks are readable, and what is damaged once', async () => {
    const { outcome } = await run(verifySpec(fixturePath('corrupt/truncated_last_chunk_body.blp')));
    expect(outcome).toMatchObject({
      error: {
        message: expect.stringMatching(/^'truncated_last_chunk_body.blp': chunk 2 reaches to byte 27219, /),
        details: expect.stringMatching(/^2 of 3 chunks are readable.\n/),
      },
    });
  });

  test('fails for every damaged file, and names no path', async () => {
    for (const { name, file } of manifest.corrupt) {
      const reader = await openContainerFile(fixturePath(file));
      const { whole } = await verifyContainer(reader);
      await reader.close();
      const { outcome } = await run(verifySpec(fixturePath(file)));
      expect(outcome.kind, name).toBe(whole ? 'done' : 'failed');
      if (outcome.kind !== 'failed') continue;
      expect(['format', 'checksum'], name).toContain(outcome.error.kind);
      expect(JSON.stringify(outcome.error), name).not.toContain(fixturePath());
    }
  });

  test('is counted in the queue, which passes on its results, also after a restart', async () => {
    const folder = scratchFolder();
    const name = someGolden();
    const path = withBadChunk(name, 1);
    const { queue, reach, changes } = await openQueue(folder);
    queue.add([verifySpec(path)]);
    const job = await reach('a.blp', 'failed');
    const checked = { match: (golden(name).chunks?.length ?? 0) - 1, mismatch: 1, unreadable: 0 };
    expect(job).toMatchObject({ action: 'verify', checked });
    expect(job).not.toHaveProperty('outputName');
    expect(changes.some((change) => change.kind === 'verdicts' && change.path === path)).toBe(true);
    await queue.close('finish');
    expect((await openQueue(folder)).job('a.blp')).toMatchObject({ state: 'failed', checked });
  });
});

describe('a repair job', () => {
  test('writes the undamaged data beside the damaged file, verifies them, and does not change that file', async () => {
    const name = someGolden();
    const path = withBadChunk(name, 0);
    const before = readFileSync(path);
    const { outcome, steps } = await run(repairSpec(path));
    expect(outcome).toMatchObject({
      kind: 'done',
      verdict: 'verified',
      chunks: (golden(name).chunks?.length ?? 0) - 1,
    });
    expect(steps).toEqual(['prepare', 'run', 'finalise', 'verify']);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect((await run(verifySpec(path.replace('.blp', '.repaired.blp')))).outcome.kind).toBe('done');
  });

  test('says why it does nothing for an undamaged file, or one without readable data', async () => {
    const folder = scratchFolder();
    const whole = join(folder, 'whole.blp');
    cpSync(fixturePath('golden', 'defaults.blp'), whole);
    const hopeless = join(folder, 'hopeless.blp');
    writeFileSync(hopeless, 'blpk');
    const failed = async (path: string) => (await run(repairSpec(path))).outcome;
    expect(await failed(whole)).toMatchObject({ error: { message: expect.stringContaining('is intact') } });
    expect(await failed(hopeless)).toMatchObject({ error: { message: expect.stringContaining('cannot be repaired') } });
    expect(readdirSync(folder).sort()).toEqual(['hopeless.blp', 'whole.blp']);
  });
});

describe('an append job', () => {
  test('appends bytes to a container and compares them with the source', async () => {
    const folder = scratchFolder();
    const [container, added] = [join(folder, 'a.blp'), join(folder, 'more')];
    cpSync(fixturePath('golden', 'defaults.blp'), container);
    const old = await plainBytes(readBytes(container));
    const more = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    writeFileSync(added, more);
    const { outcome, steps } = await run(appendSpec(added, container, ''));
    expect(outcome).toMatchObject({ kind: 'done', plainBytes: more.byteLength, verdict: 'identical to the source' });
    expect(steps).toEqual(['prepare', 'run', 'finalise', 'verify']);
    expect(await plainBytes(readBytes(container))).toEqual(new Uint8Array(Buffer.concat([old, more])));
  });

  test('does not change the container when the data do not fit', async () => {
    const folder = scratchFolder();
    const array = golden(someArray());
    const [container, added] = [join(folder, 'a.blp'), join(folder, 'more')];
    cpSync(fixturePath(array.file), container);
    writeFileSync(added, new Uint8Array(3));
    const { outcome } = await run(appendSpec(added, container, ''));
    expect(outcome).toMatchObject({ kind: 'failed', error: { kind: 'argument' } });
    expect(readFileSync(container).equals(readFileSync(fixturePath(array.file)))).toBe(true);
  });
});

describe('entropyOfBytes', () => {
  test('is 0 for one value, 8 for all values equally often, 1 for two', () => {
    expect(entropyOfBytes(new Uint8Array(1000))).toBe(0);
    expect(entropyOfBytes(Uint8Array.from({ length: 4096 }, (_, index) => index))).toBeCloseTo(8, 10);
    expect(entropyOfBytes(Uint8Array.from({ length: 1000 }, (_, index) => index % 2))).toBeCloseTo(1, 10);
    expect(entropyOfBytes(new Uint8Array(0))).toBeNaN();
  });
});
