import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Container } from '../../../../../electron/engine/container/container.js';
import { openContainerFile } from '../../../../../electron/engine/in-place/container-file.js';
import { planRepair } from '../../../../../electron/engine/in-place/repair/plan-repair.js';
import { type RepairOptions, repair, repairedPath } from '../../../../../electron/engine/in-place/repair/repair.js';
import { repairInPlace } from '../../../../../electron/engine/in-place/repair/repair-in-place.js';
import { WriteLock } from '../../../../../electron/engine/in-place/write-lock.js';
import type { Progress } from '../../../../../electron/engine/operation.js';
import { packNpyToFile } from '../../../../../electron/engine/pack/convenience.js';
import { caseCount } from '../../../../cases.js';
import { fixturePath, manifest, readFixture } from '../../../../fixtures.js';
import { scratchFolder } from '../../../../scratch-folder.js';
import {
  chunkOf,
  damaged,
  flip,
  golden,
  keptPart,
  plainBytes,
  readBytes,
  repairable,
  sha256,
  verify,
} from './containers.js';

/** A file with these bytes in a new directory. */
function fileOf(bytes: Uint8Array, directory = scratchFolder()): string {
  const path = join(directory, 'data.blp');
  writeFileSync(path, bytes);
  return path;
}

/** The result of `repair` for these bytes, in a new file. */
async function repaired(bytes: Uint8Array, options?: RepairOptions): Promise<Uint8Array> {
  const { written } = await repair(fileOf(bytes), options);
  return readBytes(written?.file ?? '');
}

const oneChunkDamaged = (name: string, chunkIndex: number) =>
  damaged(name, (file) => flip(file, chunkOf(name, chunkIndex).position + 40));

describe('repair', () => {
  it('writes beside the input and never over an existing file by default', async () => {
    const path = fileOf(oneChunkDamaged('codec_lz4', 1));
    expect(repairedPath(path)).toBe(join(path, '../data.repaired.blp'));
    expect(repairedPath('noname')).toBe('noname.repaired.blp');
    await repair(path);
    await expect(repair(path)).rejects.toMatchObject({ code: 'EEXIST' });
    await repair(path, { overwrite: true });
    expect(readdirSync(join(path, '..')).sort()).toEqual(['data.blp', 'data.repaired.blp']);
  });

  it('does not replace the input by way of its output', async () => {
    const path = fileOf(oneChunkDamaged('codec_lz4', 1));
    const link = join(path, '../link.blp');
    symlinkSync(path, link);
    for (const output of [path, link]) {
      await expect(repair(path, { output, overwrite: true })).rejects.toThrow('is the damaged container itself');
    }
    await expect(repair(path, { output: 'other.blp', inPlace: true })).rejects.toMatchObject({ kind: 'argument' });
  });

  it('writes nothing when there is nothing to repair', async () => {
    const path = fileOf(readFixture('golden', 'codec_lz4.blp'));
    const before = statSync(path, { bigint: true });
    for (const inPlace of [false, true]) {
      expect(await repair(path, { inPlace })).toMatchObject({ plan: { kind: 'whole' }, written: undefined });
    }
    expect(readdirSync(join(path, '..'))).toEqual(['data.blp']);
    expect(statSync(path, { bigint: true })).toMatchObject({ mtimeNs: before.mtimeNs, ino: before.ino });
  });

  it('restores a damaged head byte for byte, in place', async () => {
    const original = readFixture('golden', 'append_twice.blp');
    const path = fileOf(damaged('append_twice', (file) => file.fill(0xff, 32, 32 + 8 * 13)));
    const { written } = await repair(path, { inPlace: true });
    expect(written).toEqual({ file: path, how: 'in-place', sizeBytes: original.length });
    expect(Buffer.compare(readBytes(path), original)).toBe(0);
  });

  it('keeps every other byte in place when single offsets are wrong', async () => {
    const original = readFixture('golden', 'append_twice.blp');
    const path = fileOf(
      damaged('append_twice', (_, view) => {
        view.setBigInt64(32 + 8 * 3, 77n, true);
        view.setBigInt64(32 + 8 * 20, 5n, true);
      }),
    );
    await repair(path, { inPlace: true });
    expect(Buffer.compare(readBytes(path), original)).toBe(0);
  });

  it('replaces a container in place through a rename when its chunks move, and keeps its mode and links', async () => {
    const path = fileOf(oneChunkDamaged('codec_lz4', 1));
    const link = join(path, '../link.blp');
    symlinkSync(path, link);
    const { mode } = statSync(path);
    const report = await repair(link, { inPlace: true });
    expect(report.written).toMatchObject({ file: link, how: 'replaced' });
    expect(statSync(path).mode).toBe(mode);
    expect(await verify(readBytes(link))).toMatchObject({ whole: true, readableChunks: 2 });
    expect(readdirSync(join(path, '..')).sort()).toEqual(['data.blp', 'link.blp']);
  });

  it('changes nothing in place while another process does', async () => {
    const path = fileOf(oneChunkDamaged('codec_lz4', 1));
    const lock = await WriteLock.acquire(path, 'append');
    try {
      await expect(repair(path, { inPlace: true })).rejects.toMatchObject({ code: 'EBUSY' });
    } finally {
      await lock.release();
    }
  });

  it('can be appended to and sliced afterwards: an array that was cut is an array', async () => {
    const directory = scratchFolder();
    const path = join(directory, 'array.blp');
    await packNpyToFile(fixturePath('plain', 'poisson_i8.npy'), path, { chunkSize: 4096 });
    writeFileSync(path, readBytes(path).subarray(0, -50));
    const { plan } = await repair(path, { inPlace: true });
    expect(plan).toMatchObject({ kind: 'repairable', method: 'cut', metadata: { change: 'shape-adapted' } });
    const container = await Container.open(path);
    const { bytes, shape } = await container.readSlice('10:20');
    await container.close();
    expect(shape).toEqual([10]);
    const plain = readFixture('plain', 'poisson_i8.dat');
    expect(Buffer.compare(bytes, plain.subarray(80, 160))).toBe(0);
  });

  it('can be cancelled in every phase, and leaves nothing behind', async () => {
    for (const inPlace of [false, true]) {
      for (const afterChunks of [1, 14]) {
        const bytes = oneChunkDamaged('append_twice', 3);
        const path = fileOf(bytes);
        const controller = new AbortController();
        const onProgress = ({ chunksDone }: Progress) => {
          if (chunksDone >= afterChunks) controller.abort();
        };
        const run = repair(path, { inPlace, signal: controller.signal, onProgress });
        await expect(run).rejects.toMatchObject({ kind: 'cancelled' });
        expect(readdirSync(join(path, '..'))).toEqual(['data.blp']);
        expect(sha256(readBytes(path))).toBe(sha256(bytes));
      }
    }
  });

  it('reports progress that never decreases', async () => {
    const received: Progress[] = [];
    await repair(fileOf(oneChunkDamaged('append_twice', 3)), { onProgress: (progress) => received.push(progress) });
    const { plain_nbytes } = golden('append_twice');
    const done = received.map(({ chunksDone }) => chunksDone);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(25);
    expect(received.every(({ totalBytes }) => totalBytes === 2 * plain_nbytes)).toBe(true);
    expect(received.every(({ doneBytes }, index) => doneBytes >= (received[index - 1]?.doneBytes ?? 0))).toBe(true);
  });
});

describe('repair with a fill byte', () => {
  it.each(['codec_lz4', 'no_shuffle', 'bitshuffle_zstd', 'checksum_sha256', 'checksum_None', 'incompressible'])(
    'keeps every chunk of %s in its place',
    async (name) => {
      const { header } = golden(name);
      const plain = await plainBytes(readFixture('golden', `${name}.blp`));
      for (let chunkIndex = 0; chunkIndex < header.nchunks; chunkIndex++) {
        const bytes = damaged(name, (file) =>
          file.fill(0, chunkOf(name, chunkIndex).position + 4, chunkOf(name, chunkIndex).position + 8),
        );
        const output = await repaired(bytes, { fill: 0xa5 });
        const expected = plain.slice();
        expected.fill(0xa5, chunkIndex * header.chunk_size, (chunkIndex + 1) * header.chunk_size);
        expect(await verify(output)).toMatchObject({ whole: true, readableChunks: header.nchunks });
        expect(Buffer.compare(await plainBytes(output), expected)).toBe(0);
      }
    },
  );

  it('keeps an array in shape', async () => {
    const path = join(scratchFolder(), 'array.blp');
    await packNpyToFile(fixturePath('plain', 'poisson_i8.npy'), path, { chunkSize: 4096 });
    const bytes = readBytes(path);
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const { written } = await repair(path, { fill: 0 });
    const [before, after] = [await Container.open(bytes), await Container.open(written?.file ?? '')];
    expect(await after.arraySpec()).toEqual(await before.arraySpec());
    expect(await after.plainBytes()).toBe(await before.plainBytes());
    await after.close();
  });

  it('fills up to the last chunk that the header of a truncated file counts', async () => {
    const output = await repaired(readFixture('corrupt', 'truncated_last_chunk_header.blp'), { fill: 7 });
    const { header, plain_nbytes } = golden('codec_lz4');
    const plain = await plainBytes(output);
    expect(plain).toHaveLength(plain_nbytes);
    expect(new Set(plain.subarray(2 * header.chunk_size))).toEqual(new Set([7]));
    expect(readFixture('golden', 'codec_lz4.blp').subarray(0, 32)).toEqual(output.subarray(0, 32));
  });
});

describe('an edit in place that a kill interrupts', () => {
  it('is hidden from readers of the container until it is complete', async () => {
    const before = readFixture('corrupt', 'truncated_last_chunk_body.blp');
    const path = fileOf(before);
    const lock = await WriteLock.acquire(path, 'repair');
    const received: Uint8Array[] = [];
    const edit = lock.edit.bind(lock);
    // Instead of a kill: what another process reads when everything is written and the journal is armed.
    lock.edit = (undo, apply) =>
      edit(undo, async (container) => {
        const late = await apply(container);
        const reader = await openContainerFile(path);
        received.push((await reader.readAt(0, reader.sizeBytes)).slice());
        await reader.close();
        return late;
      });
    const reader = await openContainerFile(path);
    await repairInPlace(lock, reader, repairable(await planRepair(reader)));
    await reader.close();
    await lock.release();
    expect(received.map(sha256)).toEqual([sha256(before)]);
    expect(await verify(readBytes(path))).toMatchObject({ whole: true, readableChunks: 2 });
  });
});

describe('any damage of a container of several chunks', () => {
  const names = manifest.golden.filter(({ chunks }) => (chunks?.length ?? 0) > 2).map(({ name }) => name);
  const files = new Map(names.map((name) => [name, readFixture('golden', `${name}.blp`)]));

  async function requireSound(original: Uint8Array, bytes: Uint8Array, inPlace: boolean): Promise<void> {
    const path = fileOf(bytes, directory);
    const output = repairedPath(path);
    const { plan, written } = await repair(path, inPlace ? { inPlace } : { overwrite: true });
    if (!inPlace) expect(sha256(readFileSync(path))).toBe(sha256(bytes));
    if (plan.kind !== 'repairable') return expect(written).toBeUndefined();
    const result = readBytes(inPlace ? path : output);
    const report = await verify(result);
    expect(report.problems.filter(({ severity }) => severity === 'damage')).toEqual([]);
    expect(report.readableChunks).toBe(plan.keptChunks);
    // Without digests, a changed byte inside a chunk can remain undetected.
    if (plan.header.checksum === 'None') return;
    expect(Buffer.compare(await plainBytes(result), await keptPart(original, plan))).toBe(0);
  }

  let directory = '';
  const anyFile = fc.constantFrom(...files.keys());

  it('by a cut leaves the chunks before it', async () => {
    directory = scratchFolder();
    await fc.assert(
      fc.asyncProperty(
        anyFile,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        async (name, part, inPlace) => {
          const original = files.get(name) ?? new Uint8Array();
          const bytes = original.subarray(0, Math.floor(part * original.length));
          await requireSound(original, bytes, inPlace);
        },
      ),
      { numRuns: caseCount(60) },
    );
  });

  it('by changed bytes affects only the chunks that contain them', async () => {
    directory = scratchFolder();
    const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 255 }));
    const changes = fc.array(change, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anyFile, changes, fc.boolean(), async (name, flips, inPlace) => {
        const original = files.get(name) ?? new Uint8Array();
        // Half of the changes are in the head, which has the most fields.
        const bytes = original.slice();
        for (const [index, [part, mask]] of flips.entries()) {
          const range = index % 2 === 0 ? original.length : Math.min(200, original.length);
          const at = Math.floor(part * (range - 1));
          bytes[at] = (bytes[at] ?? 0) ^ mask;
        }
        await requireSound(original, bytes, inPlace);
      }),
      { numRuns: caseCount(60) },
    );
  });
});
