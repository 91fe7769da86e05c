import { closeSync, openSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { npyFileSource } from '../../../../electron/engine/arrays/npy-file.js';
import { npzMemberSource } from '../../../../electron/engine/arrays/npz-reader.js';
import { append } from '../../../../electron/engine/in-place/append/append.js';
import { openContainerFile } from '../../../../electron/engine/in-place/container-file.js';
import { compressedBytesSink } from '../../../../electron/engine/pack/compressed/compressed-sink.js';
import { compressedFileSource } from '../../../../electron/engine/pack/compressed/compressed-source.js';
import {
  packBytesToBytes,
  packBytesToFile,
  packFileToFile,
  unpackBytesFromFile,
} from '../../../../electron/engine/pack/convenience.js';
import { pack } from '../../../../electron/engine/pack/pack.js';
import { BytesSink } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { plainFileSource } from '../../../../electron/engine/pack/plain/plain-file.js';
import type { PlainSource } from '../../../../electron/engine/pack/plain/plain-source.js';
import { recompress } from '../../../../electron/engine/pack/recompress.js';
import { unpack } from '../../../../electron/engine/pack/unpack.js';
import { verifyContainer } from '../../../../electron/engine/verify/verify-container.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { arangeMember, writeZip } from '../arrays/zip-file.js';

const CHUNK = 1000;

/** Overwrites bytes of a file in place, as another program would. */
function overwrite(path: string, bytes: Uint8Array, positionBytes: number): void {
  const fd = openSync(path, 'r+');
  writeSync(fd, bytes, 0, bytes.byteLength, positionBytes);
  closeSync(fd);
}

/** Makes the change once, when at least one chunk is done: the same progress may be reported twice, and chunks in runs. */
function afterFirstChunk(change: () => void): (progress: { readonly chunksDone: number }) => void {
  let isChanged = false;
  return ({ chunksDone }) => {
    if (isChanged || chunksDone === 0) return;
    isChanged = true;
    change();
  };
}

const stale = { code: 'ESTALE' };

describe('a plain source that is changed while it is packed', () => {
  const kinds: readonly (readonly [string, (path: string) => Promise<PlainSource>, () => Promise<Uint8Array>])[] = [
    ['a file of bytes', plainFileSource, async () => new Uint8Array(8000).fill(7)],
    ['a .npy file', npyFileSource, async () => arangeMember('a.npy', 1000).bytes],
    ['a .npz file', (path) => npzMemberSource(path, 'a'), () => writeZip([arangeMember('a.npy', 1000)])],
  ];

  test.each(kinds)('is refused: %s', async (_name, open, bytesOf) => {
    const path = join(scratchFolder(), 'source');
    writeFileSync(path, await bytesOf());
    const { sink } = compressedBytesSink();
    const source = await open(path);
    const packing = pack(source, sink, {
      chunkSize: CHUNK,
      nthreads: 1,
      // Only the times show the change: size and bytes are the same.
      onProgress: afterFirstChunk(() => overwrite(path, readFileSync(path).subarray(0, 1), 0)),
    });
    await expect(packing).rejects.toMatchObject(stale);
  });

  test('is refused when its time of modification was set back', async () => {
    const path = join(scratchFolder(), 'source');
    writeFileSync(path, new Uint8Array(8000));
    const { atime, mtime } = statSync(path);
    const packing = packFileToFile(path, `${path}.blp`, {
      chunkSize: CHUNK,
      onProgress: afterFirstChunk(() => {
        overwrite(path, Uint8Array.of(1), 7000);
        utimesSync(path, atime, mtime);
      }),
    });
    await expect(packing).rejects.toMatchObject(stale);
  });

  test('is packed as it was opened when another file replaces it', async () => {
    const directory = scratchFolder();
    const [path, other] = [join(directory, 'source'), join(directory, 'other')];
    writeFileSync(path, new Uint8Array(8000).fill(1));
    writeFileSync(other, new Uint8Array(8000).fill(2));
    await packFileToFile(path, `${path}.blp`, {
      chunkSize: CHUNK,
      onProgress: afterFirstChunk(() => renameSync(other, path)),
    });
    expect((await unpackBytesFromFile(`${path}.blp`)).bytes).toEqual(new Uint8Array(8000).fill(1));
  });

  test('leaves the container unchanged when it is appended', async () => {
    const path = join(scratchFolder(), 'source');
    writeFileSync(path, new Uint8Array(8000));
    const container = `${path}.blp`;
    await packBytesToFile(new Uint8Array(1500).fill(3), container, { chunkSize: CHUNK });
    const before = readFileSync(container);
    const appending = append(container, await plainFileSource(path), {
      onProgress: afterFirstChunk(() => overwrite(path, Uint8Array.of(1), 7999)),
    });
    await expect(appending).rejects.toMatchObject(stale);
    expect(readFileSync(container).equals(before)).toBe(true);
  });
});

describe('a container with offsets that is overwritten in place', () => {
  /** Two containers whose chunks have the same positions, so that only the times show a mixture. */
  async function twins(): Promise<{ path: string; other: Uint8Array }> {
    const path = join(scratchFolder(), 'a.blp');
    const options = { chunkSize: CHUNK, blosc: { clevel: 0 }, bloscpack: { checksum: 'None' } } as const;
    await packBytesToFile(new Uint8Array(8000).fill(1), path, options);
    return { path, other: await packBytesToBytes(new Uint8Array(8000).fill(2), options) };
  }

  test('is refused by unpack', async () => {
    const { path, other } = await twins();
    const unpacking = unpack(await compressedFileSource(path), new BytesSink(), {
      nthreads: 1,
      onProgress: afterFirstChunk(() => overwrite(path, other, 0)),
    });
    await expect(unpacking).rejects.toMatchObject(stale);
  });

  test('is refused by recompress and verify, and by readers of parts of it', async () => {
    const { path, other } = await twins();
    const onProgress = afterFirstChunk(() => overwrite(path, other, 0));
    await expect(recompress(path, `${path}.out`, { onProgress })).rejects.toMatchObject(stale);
    const reader = await openContainerFile(path);
    overwrite(path, other, 0);
    await expect(verifyContainer(reader)).rejects.toMatchObject(stale);
    await expect(reader.requireUnchanged()).rejects.toMatchObject(stale);
    await reader.close();
  });

  test('is read in its old state while data are appended', async () => {
    const { path } = await twins();
    const source = await compressedFileSource(path);
    await append(path, [new Uint8Array(300).fill(9)]);
    const sink = new BytesSink();
    await unpack(source, sink);
    expect(sink.bytes()).toEqual(new Uint8Array(8000).fill(1));
  });
});
