import { spawnSync } from 'node:child_process';
import { ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MAX_MEMBERS, ZipArchive } from '../../../../electron/engine/arrays/zip-archive.js';
import {
  dataDescriptor,
  directory,
  localHeader,
  type ZipRecord,
} from '../../../../electron/engine/arrays/zip-records.js';
import { ZipWriter } from '../../../../electron/engine/arrays/zip-writer.js';
import { type ByteTarget, openFileTarget } from '../../../../electron/engine/io/byte-target.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { python, runPython, withNumpy } from './python.js';

async function addMember(zip: ZipWriter, name: string, pieces: readonly Uint8Array[]): Promise<void> {
  const member = await zip.member(
    name,
    pieces.reduce((sum, { byteLength }) => sum + byteLength, 0),
  );
  for (const piece of pieces) await member.write(piece);
  await member.end();
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

test.skipIf(python === undefined).for(['stored', 'deflated'] as const)(
  withNumpy('Python and unzip read every member, %s'),
  async (compression) => {
    const path = join(scratchFolder(), 'a.zip');
    const zip = new ZipWriter(await openFileTarget(path, {}), compression);
    await addMember(zip, 'größe/大.npy', [text('one'), text('two')]);
    await addMember(zip, 'empty', []);
    await addMember(zip, 'long', [new Uint8Array(300_000).fill(7), text('end')]);
    await zip.finish();
    const read = `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
print(z.testzip(), [(i.filename, i.file_size, z.read(i)[-3:].decode()) for i in z.infolist()])`;
    expect(runPython(read, path)).toBe(
      "None [('größe/大.npy', 6, 'two'), ('empty', 0, ''), ('long', 300003, 'end')]\n",
    );
    const { error, status } = spawnSync('unzip', ['-tqq', path]);
    if (error === undefined) expect(status).toBe(0);
  },
);

const ZEROS = new Uint8Array(2 ** 26);

/** A file in which zeros take no room, so that an archive of 4 GiB is written at once. */
function sparseFile(path: string): ByteTarget {
  const fd = openSync(path, 'w');
  let sizeBytes = 0;
  return {
    name: path,
    patchable: false,
    async append(bytes) {
      if (bytes.buffer !== ZEROS.buffer) writeSync(fd, bytes, 0, bytes.byteLength, sizeBytes);
      sizeBytes += bytes.byteLength;
    },
    patch: () => Promise.reject(new Error('nothing is patched')),
    commit: async () => ftruncateSync(fd, sizeBytes),
    discard: async () => undefined,
  };
}

function* zeros(sizeBytes: number): Generator<Uint8Array> {
  for (let left = sizeBytes; left > 0; left -= ZEROS.byteLength) yield ZEROS.subarray(0, left);
}

test.skipIf(python === undefined).for([2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32])(
  withNumpy('Python reads a member of %i bytes, and what is behind it'),
  async (sizeBytes) => {
    const path = join(scratchFolder(), 'large.zip');
    const zip = new ZipWriter(sparseFile(path));
    await addMember(zip, 'large', [...zeros(sizeBytes)]);
    await addMember(zip, 'after', [text('here')]);
    await zip.finish();
    const read = `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
print([i.file_size for i in z.infolist()], z.read('after').decode(), z.open('large').read(4))
f = open(sys.argv[1], 'rb'); f.seek(z.getinfo('after').header_offset + 30 + len('after') + len('here') + 16)
print(f.read(4))`;
    // Behind the descriptor of the small member, which has sizes of 4 bytes wherever it is, begins the directory.
    const expected = `[${sizeBytes}, 4] here b'\\x00\\x00\\x00\\x00'\nb'PK\\x01\\x02'\n`;
    expect(runPython(read, path)).toBe(expected);
    const archive = await ZipArchive.open(path);
    expect(archive.members.map((member) => member.sizeBytes)).toEqual([sizeBytes, 4]);
    await archive.close();
  },
);

test.skipIf(python === undefined)(withNumpy('Python lists as many members as need a directory of 64 bits'), () => {
  const path = join(scratchFolder(), 'many.zip');
  const pieces: Buffer[] = [];
  let positionBytes = 0;
  const records = Array.from({ length: MAX_MEMBERS }, (_, index): ZipRecord => {
    const start = { fileName: text(String(index)), isDeflated: false, positionBytes };
    const record = { ...start, crc32: 0, storedBytes: 0, sizeBytes: 0 };
    const member = Buffer.concat([localHeader(record), dataDescriptor(record)]);
    positionBytes += member.byteLength;
    pieces.push(member);
    return record;
  });
  writeFileSync(path, Buffer.concat([...pieces, ...directory(records, positionBytes)]));
  const list = 'import sys, zipfile; n = zipfile.ZipFile(sys.argv[1]).namelist(); print(len(n), n[-1])';
  expect(runPython(list, path)).toBe('65535 65534\n');
});
