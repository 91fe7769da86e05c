import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { typedArrayOf } from '../../../../electron/engine/arrays/ndarray.js';
import { listNpz, npzMemberSource } from '../../../../electron/engine/arrays/npz-reader.js';
import { compressedBytesSink } from '../../../../electron/engine/pack/compressed/compressed-sink.js';
import { unpackNdarrayFromBytes } from '../../../../electron/engine/pack/convenience.js';
import { pack } from '../../../../electron/engine/pack/pack.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { arangeMember, type Member, writeZip } from './zip-file.js';

async function npz(...members: readonly Member[]): Promise<string> {
  const path = join(scratchFolder(), 'arrays.npz');
  writeFileSync(path, await writeZip(members));
  return path;
}

async function readArray(path: string, name: string) {
  const { sink, bytes } = compressedBytesSink();
  await pack(await npzMemberSource(path, name), sink, { chunkSize: 1000 });
  return unpackNdarrayFromBytes(bytes());
}

/** Changes bytes of an archive in place. */
function patch(path: string, change: (bytes: Buffer) => void): void {
  const bytes = readFileSync(path);
  change(bytes);
  writeFileSync(path, bytes);
}

const DIRECTORY_ENTRY = Buffer.from('PK\x01\x02', 'latin1');

describe('listNpz', () => {
  test('lists arrays and all other members of the archive', async () => {
    const path = await npz(
      arangeMember('a.npy', 5000, true),
      { fileName: 'README.txt', bytes: Buffer.from('hello') },
      arangeMember('sub/b.npy', 3),
    );
    const members = await listNpz(path);
    expect(members).toMatchObject([
      { kind: 'array', name: 'a', fileName: 'a.npy', compression: 'deflated', encrypted: false, sizeBytes: 40128 },
      { kind: 'other', fileName: 'README.txt', sizeBytes: 5 },
      { kind: 'array', name: 'sub/b', compression: 'stored', sizeBytes: 152, storedBytes: 152 },
    ]);
  });

  test('takes members of any name that start like a .npy file', async () => {
    const path = await npz(
      arangeMember('weights', 4, true),
      { fileName: 'note', bytes: Buffer.from('x'.repeat(40)) },
      arangeMember('b.dat', 2),
    );
    const members = await listNpz(path);
    expect(members.map((member) => [member.kind, member.fileName])).toEqual([
      ['array', 'weights'],
      ['other', 'note'],
      ['array', 'b.dat'],
    ]);
    expect(typedArrayOf(await readArray(path, 'weights'))).toEqual(Float64Array.of(0, 1, 2, 3));
  });

  test('refuses members that overlap, and one with another name in its local header', async () => {
    const path = await npz(arangeMember('a.npy', 3), arangeMember('b.npy', 3));
    const whole = readFileSync(path);
    patch(path, (bytes) => {
      const second = bytes.indexOf(DIRECTORY_ENTRY, bytes.indexOf(DIRECTORY_ENTRY) + 1);
      bytes.writeUInt32LE(0, second + 42);
    });
    await expect(listNpz(path)).rejects.toThrow('has members that overlap');
    writeFileSync(path, whole);
    patch(path, (bytes) => bytes.write('c', bytes.indexOf('a.npy')));
    await expect(readArray(path, 'a')).rejects.toThrow("has another name, 'c.npy', where its bytes begin");
  });

  test('refuses too many members by the count that the archive states', async () => {
    const path = await npz(arangeMember('a.npy', 3));
    const bytes = readFileSync(path);
    const end = bytes.indexOf(Buffer.from('PK\x05\x06', 'latin1'));
    const record = Buffer.alloc(56 + 20);
    record.write('PK\x06\x06', 0, 'latin1');
    record.writeBigUInt64LE(44n, 4);
    record.writeBigUInt64LE(1_000_000n, 24);
    record.writeBigUInt64LE(1_000_000n, 32);
    record.writeBigUInt64LE(BigInt(end - bytes.readUInt32LE(end + 16)), 40);
    record.writeBigUInt64LE(BigInt(bytes.readUInt32LE(end + 16)), 48);
    record.write('PK\x06\x07', 56, 'latin1');
    record.writeBigUInt64LE(BigInt(end), 64);
    record.writeUInt32LE(1, 72);
    const tail = Buffer.from(bytes.subarray(end));
    tail.writeUInt16LE(0xffff, 8);
    tail.writeUInt16LE(0xffff, 10);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, end), record, tail]));
    await expect(listNpz(path)).rejects.toThrow('has 1000000 members, more than 65535');
  });

  test('reads dtype and shape on request', async () => {
    const [member] = await listNpz(await npz(arangeMember('a.npy', 5000, true)));
    const header = member?.kind === 'array' ? await member.header() : undefined;
    expect(header).toMatchObject({ shape: [5000], fortranOrder: false });
    expect(header && dtypeStr(header.dtype)).toBe('<f8');
  });

  test.each(['../evil.npy', '/etc/evil.npy', 'a/../../evil.npy', 'C:/evil.npy'])(
    'refuses the name %s',
    async (name) => {
      const path = await npz(arangeMember('x'.repeat(name.length), 3));
      patch(path, (bytes) => {
        for (let at = bytes.indexOf('x'.repeat(name.length)); at >= 0; at = bytes.indexOf('x'.repeat(name.length))) {
          bytes.write(name, at);
        }
      });
      await expect(listNpz(path)).rejects.toMatchObject({ problem: 'bad-npz', context: { file: path } });
    },
  );

  test('refuses two arrays of one name', async () => {
    const path = await npz(arangeMember('a.npy', 3), arangeMember('a.npy', 4));
    await expect(listNpz(path)).rejects.toThrow("two arrays named 'a'");
  });

  test('refuses other files, and every truncated zip file', async () => {
    const path = await npz(arangeMember('a.npy', 3));
    const whole = readFileSync(path);
    for (let length = 0; length < whole.byteLength; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      await expect(listNpz(path), `cut off at ${length}`).rejects.toMatchObject({ kind: 'format' });
    }
  });

  test('refuses a directory whose stated position is far behind the end', async () => {
    const path = await npz(arangeMember('a.npy', 3));
    patch(path, (bytes) => bytes.writeUInt32LE(0xfffffff0, bytes.byteLength - 6));
    await expect(listNpz(path)).rejects.toMatchObject({ kind: 'format' });
  });
});

describe('npzMemberSource', () => {
  test.each([true, false])('streams a member, deflated: %s', async (compress) => {
    const path = await npz(arangeMember('a.npy', 100_000, compress), arangeMember('b.npy', 4, compress));
    const array = await readArray(path, 'a');
    expect(array.shape).toEqual([100_000]);
    expect(typedArrayOf(array)).toEqual(Float64Array.from({ length: 100_000 }, (_, index) => index));
  });

  test('lists the arrays when another one is requested', async () => {
    const path = await npz(arangeMember('a.npy', 3), arangeMember('b.npy', 4));
    await expect(npzMemberSource(path, 'c')).rejects.toThrow("has no array 'c'; its arrays: a, b");
  });

  test.each([true, false])('finds a damaged byte by the CRC-32, deflated: %s', async (compress) => {
    const path = await npz(arangeMember('a.npy', 3000, compress));
    patch(path, (bytes) => {
      const at = bytes.indexOf(DIRECTORY_ENTRY) + 16;
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    });
    await expect(readArray(path, 'a')).rejects.toThrow(/member 'a.npy' of .* is damaged: its stored CRC-32 is/);
  });

  test('finds damage in deflated data', async () => {
    const path = await npz(arangeMember('a.npy', 3000, true));
    patch(path, (bytes) => bytes.fill(0xff, 2000, 2050));
    await expect(readArray(path, 'a')).rejects.toMatchObject({ kind: 'format' });
  });

  test.each([40_000, 24_000_000])('refuses a member that inflates to another size than %i', async (claimed) => {
    const path = await npz(arangeMember('a.npy', 6000, true));
    patch(path, (bytes) => bytes.writeUInt32LE(claimed, bytes.indexOf(DIRECTORY_ENTRY) + 24));
    await expect(readArray(path, 'a')).rejects.toMatchObject({ kind: 'format' });
  });

  test('refuses a size that deflate cannot reach before reading anything', async () => {
    const path = await npz(arangeMember('a.npy', 3, true));
    patch(path, (bytes) => bytes.writeUInt32LE(0xf0000000, bytes.indexOf(DIRECTORY_ENTRY) + 24));
    await expect(npzMemberSource(path, 'a')).rejects.toThrow('stored bytes cannot hold');
  });

  test('inflates no further than the stated size', async () => {
    // A bomb: zeros that deflate a thousandfold, stated to be a small array.
    const zeros = {
      fileName: 'a.npy',
      bytes: Buffer.concat([arangeMember('a', 8).bytes, Buffer.alloc(50e6)]),
      compress: true,
    };
    const path = await npz(zeros);
    patch(path, (bytes) => bytes.writeUInt32LE(192, bytes.indexOf(DIRECTORY_ENTRY) + 24));
    await expect(readArray(path, 'a')).rejects.toThrow('should have 192 bytes, but has more');
  });

  test('refuses encrypted members and other compression methods', async () => {
    const path = await npz(arangeMember('a.npy', 3, true));
    patch(path, (bytes) => bytes.writeUInt16LE(1, bytes.indexOf(DIRECTORY_ENTRY) + 8));
    await expect(npzMemberSource(path, 'a')).rejects.toThrow('is encrypted');
    patch(path, (bytes) => {
      bytes.writeUInt16LE(0, bytes.indexOf(DIRECTORY_ENTRY) + 8);
      bytes.writeUInt16LE(14, bytes.indexOf(DIRECTORY_ENTRY) + 10);
    });
    await expect(npzMemberSource(path, 'a')).rejects.toThrow('neither stored nor deflated');
  });

  test('refuses a member with bytes behind its array', async () => {
    const { bytes } = arangeMember('a.npy', 3);
    const path = await npz({ fileName: 'a.npy', bytes: Buffer.concat([bytes, bytes]) });
    await expect(npzMemberSource(path, 'a')).rejects.toThrow(`152 bytes follow the array in '${path}:a.npy'`);
  });
});
