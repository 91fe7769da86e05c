import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openContainerFile } from '../../../../../electron/engine/in-place/container-file.js';
import { journalPathOf } from '../../../../../electron/engine/in-place/journal/journal-file.js';
import { editMetadata } from '../../../../../electron/engine/in-place/metadata/edit-metadata.js';
import { writableCopy } from './writable-copy.js';

/** Called before bytes are written to the container or its journal. */
const beforeWrite = vi.hoisted(() => ({
  hook: undefined as ((bytes: Uint8Array, positionBytes: number) => void) | undefined,
}));

vi.mock('../../../../../electron/engine/io/write-fully.js', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../../../../electron/engine/io/write-fully.js')>();
  const writeFully: typeof original.writeFully = (handle, bytes, positionBytes, path) => {
    beforeWrite.hook?.(bytes, positionBytes);
    return original.writeFully(handle, bytes, positionBytes, path);
  };
  return { ...original, writeFully };
});

afterEach(() => {
  beforeWrite.hook = undefined;
});

test('a kill at any byte of an edit in place leaves the old content', async () => {
  const path = writableCopy('golden/metadata_small.blp');
  const old = readFileSync(path);
  let section = new Uint8Array(0);
  let journal = Buffer.alloc(0);
  beforeWrite.hook = (bytes, positionBytes) => {
    if (positionBytes !== 32) return;
    section = bytes.slice();
    journal = readFileSync(journalPathOf(path));
  };
  await editMetadata(path, () => ({ other: 'metadata' }));
  beforeWrite.hook = undefined;
  const edited = readFileSync(path);
  expect(section.byteLength).toBeGreaterThan(32);
  for (let doneBytes = 0; doneBytes <= section.byteLength; doneBytes += 7) {
    const half = Buffer.from(old);
    half.set(section.subarray(0, doneBytes), 32);
    writeFileSync(path, half);
    writeFileSync(journalPathOf(path), journal);
    await (await openContainerFile(path)).close();
    expect(readFileSync(path).equals(old)).toBe(true);
    expect(readdirSync(dirname(path))).toEqual([basename(path)]);
  }
  writeFileSync(path, edited);
  await (await openContainerFile(path)).close();
  expect(readFileSync(path).equals(edited)).toBe(true);
});
