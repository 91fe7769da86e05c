import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { append } from '../../../../electron/engine/in-place/append/append.js';
import { journalPathOf } from '../../../../electron/engine/in-place/journal/journal-file.js';
import { editMetadata } from '../../../../electron/engine/in-place/metadata/edit-metadata.js';
import { makeUndo, type Undo } from '../../../../electron/engine/in-place/undo.js';
import { WriteLock, withWriteLock } from '../../../../electron/engine/in-place/write-lock.js';
import { openFileReader } from '../../../../electron/engine/io/file-reader.js';
import { writeFully } from '../../../../electron/engine/io/write-fully.js';
import { noise, ramp } from '../../../native/samples.js';
import { turn } from '../../../until.js';
import { contentOf, expectAlone, expectWhole, joined, packedFile } from './append/containers.js';
import { killedAppend, stuckAppend } from './appending-process.js';

const base = ramp(100_000);
const more = noise(20_000);
const packedBase = () => packedFile(base, { chunkSize: 16_384, metadata: { some: 'metadata' } });

/** An undo for the first bytes of the container, which an edit writes last, and for what it adds behind the end. */
async function undoOf(path: string): Promise<Undo> {
  const reader = await openFileReader(path);
  const early = [{ positionBytes: reader.sizeBytes, lengthBytes: 0 }];
  try {
    return await makeUndo(reader, { early, late: [{ positionBytes: 0, lengthBytes: 4 }] });
  } finally {
    await reader.close();
  }
}

describe('a second process', () => {
  test('gets an error with process, operation and start time of the holder', async () => {
    const path = await packedBase();
    const child = await stuckAppend(path);
    const busy = {
      kind: 'io',
      code: 'EBUSY',
      message: expect.stringMatching(
        new RegExp(`'${path}' is being changed by process ${child.pid} on ${hostname()} \\(append, since 20.*\\)`),
      ),
    };
    await expect(append(path, [more])).rejects.toMatchObject(busy);
    await expect(editMetadata(path, () => ({}))).rejects.toMatchObject(busy);
    const link = join(path, '../link.blp');
    symlinkSync(path, link);
    await expect(append(link, [more])).rejects.toMatchObject({ code: 'EBUSY' });
    expect(await contentOf(path)).toEqual(base);
  });

  test('continues after a killed one', async () => {
    const path = await packedBase();
    await killedAppend(path, journalPathOf(path));
    await append(path, [more]);
    expect(await contentOf(path)).toEqual(joined(base, more));
    await expectWhole(path);
  });
});

describe('WriteLock', () => {
  test('has one holder at a time, also within a process', async () => {
    const path = await packedBase();
    await withWriteLock(path, 'append', async () => {
      const message = expect.stringContaining(`by process ${process.pid} on`);
      await expect(WriteLock.acquire(path, 'meta')).rejects.toMatchObject({ code: 'EBUSY', message });
    });
    await withWriteLock(path, 'meta', async () => undefined);
    expectAlone(path);
  });

  test('waits for any holder if it is asked to, says for whom, and can be cancelled', async () => {
    const path = await packedBase();
    const holder = await WriteLock.acquire(path, 'append');
    const reasons: string[] = [];
    const onLocked = ({ message }: Error) => void reasons.push(message);
    const controller = new AbortController();
    const cancelled = WriteLock.acquire(path, 'meta', { onLocked, signal: controller.signal });
    const waiting = WriteLock.acquire(path, 'meta', { onLocked });
    await expect.poll(() => reasons.length).toBe(2);
    expect(reasons).toEqual(Array(2).fill(expect.stringContaining(`process ${process.pid} on`)));
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ kind: 'cancelled' });
    await holder.release();
    await (await waiting).release();
    expect(reasons).toHaveLength(2);
    expectAlone(path);
  });

  test('waits for a reader that undoes an edit', async () => {
    const path = await packedBase();
    const recovery = await WriteLock.acquire(path, 'recovery');
    let hasLock = false;
    const waiting = withWriteLock(path, 'append', async () => {
      hasLock = true;
    });
    await turn(20);
    expect(hasLock).toBe(false);
    await recovery.release();
    await waiting;
    expect(hasLock).toBe(true);
    expectAlone(path);
  });

  test('is taken one after the other by many that request it together', async () => {
    const path = await packedBase();
    let holders = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, () =>
        withWriteLock(path, 'append', async () => {
          expect(++holders).toBe(1);
          await turn();
          holders--;
        }),
      ),
    );
    const refusals = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.code);
    expect(new Set(refusals)).toEqual(refusals.length > 0 ? new Set(['EBUSY']) : new Set());
    expect(refusals.length).toBeLessThan(40);
    expectAlone(path);
  });

  test('restores the old content immediately when an edit fails', async () => {
    const path = await packedBase();
    const before = readFileSync(path);
    const edit = withWriteLock(path, 'append', async (lock) =>
      lock.edit(await undoOf(path), async (container) => {
        await writeFully(container, noise(10), before.length);
        await writeFully(container, noise(4), 0);
        expect(existsSync(journalPathOf(path))).toBe(true);
        throw new RangeError('half way');
      }),
    );
    await expect(edit).rejects.toThrow('half way');
    expect(readFileSync(path).equals(before)).toBe(true);
    expectAlone(path);
  });

  test('does not change a file that has replaced the container', async () => {
    const path = await packedBase();
    const undo = await undoOf(path);
    const other = noise(undo.sizeBytes);
    writeFileSync(path, other);
    const edit = withWriteLock(path, 'append', (lock) =>
      lock.edit(undo, async (file) => {
        await file.truncate(0);
        return [];
      }),
    );
    await expect(edit).rejects.toMatchObject({ kind: 'io', code: 'ESTALE' });
    expect(readFileSync(path).equals(other)).toBe(true);
    expectAlone(path);
  });

  test.skipIf(process.platform === 'win32')(
    'gives its journal the rights of the container, whatever the umask',
    async () => {
      const path = await packedBase();
      const umask = process.umask(0o077);
      try {
        for (const mode of [0o644, 0o664, 0o600, 0o440]) {
          chmodSync(path, mode);
          await withWriteLock(path, 'append', async () => {
            expect(statSync(journalPathOf(path)).mode & 0o777).toBe(mode);
          });
        }
      } finally {
        process.umask(umask);
      }
      expectAlone(path);
    },
  );

  test('leaves nothing for a container that does not exist', async () => {
    const path = await packedBase();
    const nowhere = join(path, '../nowhere.blp');
    await expect(WriteLock.acquire(nowhere, 'append')).rejects.toMatchObject({ kind: 'io', code: 'ENOENT' });
    await WriteLock.recover(nowhere);
    expect(readdirSync(join(path, '..'))).toEqual(['x.blp']);
  });
});
