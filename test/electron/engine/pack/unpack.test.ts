import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OperationOptions, Progress } from '../../../../electron/engine/operation.js';
import {
  type CompressedSource,
  compressedBytesSource,
  compressedFileSource,
} from '../../../../electron/engine/pack/compressed/compressed-source.js';
import {
  packBytesToBytes,
  packBytesToFile,
  packFileToFile,
  unpackFileFromFile,
} from '../../../../electron/engine/pack/convenience.js';
import { BytesSink } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import type { PlainSink } from '../../../../electron/engine/pack/plain/plain-sink.js';
import { unpack } from '../../../../electron/engine/pack/unpack.js';
import { caseCount } from '../../../cases.js';
import { readFixture } from '../../../fixtures.js';
import { noise, ramp } from '../../../native/samples.js';
import { scratchFolder } from '../../../scratch-folder.js';

const plain = ramp(200_000);

/** A file of these bytes and a container of them, in a directory of their own. */
async function filesOf(bytes: Uint8Array, chunkSize = 5000) {
  const directory = scratchFolder();
  const [plainPath, containerPath, out] = [
    join(directory, 'plain'),
    join(directory, 'plain.blp'),
    join(directory, 'out'),
  ];
  writeFileSync(plainPath, bytes);
  await packBytesToFile(bytes, containerPath, { chunkSize });
  return { directory, plainPath, containerPath, out };
}

describe('progress', () => {
  type Run = (options: OperationOptions) => Promise<unknown>;

  async function progressOf(run: Run): Promise<readonly Progress[]> {
    const received: Progress[] = [];
    await run({ onProgress: (progress) => void received.push(progress), nthreads: 5 });
    return received;
  }

  function expectSteady(received: readonly Progress[], totalBytes: number, chunks: number): void {
    const chunksDone = received.map((progress) => progress.chunksDone);
    // None, where a report became due before the first chunk was done.
    expect(chunksDone[0]).toBeLessThanOrEqual(1);
    expect(chunksDone).toEqual(chunksDone.toSorted((a, b) => a - b));
    const done = received.map((progress) => progress.doneBytes);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    const stored = received.flatMap((progress) => progress.storedBytes ?? []);
    expect(stored).toEqual(stored.toSorted((a, b) => a - b));
    expect(received.at(-1)).toMatchObject({ doneBytes: totalBytes, totalBytes, chunksDone: chunks });
  }

  test.each([
    [200_000, 5000, 40],
    [200_000, 7777, 26],
    [1, 5000, 1],
    [0, 5000, 1],
  ])('of %i bytes in chunks of %i never decreases and ends at the total', async (length, chunkSize, chunks) => {
    const bytes = plain.subarray(0, length);
    const { plainPath, containerPath, out, directory } = await filesOf(bytes, chunkSize);
    const again = join(directory, 'again.blp');
    expectSteady(await progressOf((o) => packFileToFile(plainPath, again, { ...o, chunkSize })), length, chunks);
    expectSteady(await progressOf((o) => unpackFileFromFile(containerPath, out, o)), length, chunks);
    expectSteady(
      await progressOf(async (o) => unpack(await compressedFileSource(containerPath), new BytesSink(), o)),
      length,
      chunks,
    );
  });

  test('has no total for a container that does not know its size', async () => {
    const container = compressedBytesSource(readFixture('golden', 'streamed_unknown_counts.blp'));
    const received = await progressOf((options) => unpack(container, new BytesSink(), options));
    expect(new Set(received.map((progress) => progress.totalBytes))).toEqual(new Set([undefined]));
    expect(received.at(-1)?.doneBytes).toBe(66_520);
  });

  test('that throws fails the operation and leaves nothing', async () => {
    const { containerPath, out, directory } = await filesOf(plain);
    const onProgress = () => {
      throw new Error('the listener fell over');
    };
    await expect(unpackFileFromFile(containerPath, out, { onProgress })).rejects.toThrow('fell over');
    expect(readdirSync(directory).toSorted()).toEqual(['plain', 'plain.blp']);
  });
});

describe('the target', () => {
  test('is replaced, with its mode', async () => {
    const { containerPath, out, directory } = await filesOf(plain);
    writeFileSync(out, noise(300_000));
    chmodSync(out, 0o600);
    await unpackFileFromFile(containerPath, out, { overwrite: true });
    expect(Buffer.compare(readFileSync(out), plain)).toBe(0);
    expect(statSync(out).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
    expect(readdirSync(directory).toSorted()).toEqual(['out', 'plain', 'plain.blp']);
  });

  test('can be the input itself', async () => {
    const { plainPath, containerPath } = await filesOf(plain);
    await packFileToFile(plainPath, plainPath, { chunkSize: 5000, overwrite: true });
    expect(Buffer.compare(readFileSync(plainPath), readFileSync(containerPath))).toBe(0);
    await unpackFileFromFile(plainPath, plainPath, { overwrite: true });
    expect(Buffer.compare(readFileSync(plainPath), plain)).toBe(0);
  });

  test('is unchanged when a chunk in the middle is damaged, also when later ones are already decompressed', async () => {
    const { containerPath, out, directory } = await filesOf(noise(200_000));
    const damaged = readFileSync(containerPath);
    damaged[120_000] = (damaged[120_000] ?? 0) ^ 1;
    writeFileSync(containerPath, damaged);
    writeFileSync(out, 'old');
    for (const nthreads of [1, 8]) {
      const unpacking = unpackFileFromFile(containerPath, out, { overwrite: true, nthreads });
      await expect(unpacking).rejects.toMatchObject({ kind: 'checksum', context: { chunkIndex: expect.any(Number) } });
      expect(readFileSync(out, 'utf8')).toBe('old');
      expect(readdirSync(directory).toSorted()).toEqual(['out', 'plain', 'plain.blp']);
    }
  });

  test('is unchanged when cancelled at any chunk', async () => {
    const { containerPath, out, directory } = await filesOf(plain);
    writeFileSync(out, 'old');
    await fc.assert(
      fc.asyncProperty(fc.nat(39), fc.integer({ min: 1, max: 8 }), async (lastChunk, nthreads) => {
        const controller = new AbortController();
        const onProgress = ({ chunksDone }: Progress) => {
          if (chunksDone > lastChunk) controller.abort();
        };
        if (lastChunk === 0) controller.abort();
        const options = { overwrite: true, signal: controller.signal, onProgress, nthreads };
        const unpacking = unpackFileFromFile(containerPath, out, options);
        await expect(unpacking).rejects.toMatchObject({ kind: 'cancelled' });
        expect(readFileSync(out, 'utf8')).toBe('old');
        expect(readdirSync(directory).toSorted()).toEqual(['out', 'plain', 'plain.blp']);
      }),
      {
        numRuns: caseCount(20),
        examples: [
          [0, 1],
          [39, 8],
        ],
      },
    );
  });
});

describe('a source and a sink', () => {
  /** Counts the calls; `write` fails at the given call. */
  function watched(container: Uint8Array, failAt = Number.POSITIVE_INFINITY) {
    const calls = { closed: 0, finished: 0, aborted: 0, written: 0 };
    const source: CompressedSource = { ...compressedBytesSource(container), close: async () => void calls.closed++ };
    const sink: PlainSink = {
      name: 'sink',
      begin: async () => undefined,
      write: async () => {
        if (calls.written++ === failAt) throw new Error('no more');
      },
      finish: async () => void calls.finished++,
      abort: async () => void calls.aborted++,
    };
    return { source, sink, calls };
  }

  test('are closed once, and the sink either finished or aborted', async () => {
    const container = await packBytesToBytes(plain, { chunkSize: 5000 });
    const whole = watched(container);
    await unpack(whole.source, whole.sink);
    expect(whole.calls).toMatchObject({ closed: 1, finished: 1, aborted: 0 });
    const failing = watched(container, 2);
    await expect(unpack(failing.source, failing.sink)).rejects.toThrow('no more');
    expect(failing.calls).toEqual({ closed: 1, finished: 0, aborted: 1, written: 3 });
    const broken = watched(container.subarray(0, 20));
    await expect(unpack(broken.source, broken.sink)).rejects.toMatchObject({ problem: 'truncated' });
    expect(broken.calls).toEqual({ closed: 1, finished: 0, aborted: 1, written: 0 });
  });
});
