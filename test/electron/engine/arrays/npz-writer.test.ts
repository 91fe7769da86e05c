import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type NdArray, ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { listNpz, npzMemberSource } from '../../../../electron/engine/arrays/npz-reader.js';
import { type NpzOptions, NpzWriter } from '../../../../electron/engine/arrays/npz-writer.js';
import { compressedBytesSink } from '../../../../electron/engine/pack/compressed/compressed-sink.js';
import { compressedBytesSource } from '../../../../electron/engine/pack/compressed/compressed-source.js';
import {
  packBytesToBytes,
  packNdarrayToBytes,
  unpackNdarrayFromBytes,
} from '../../../../electron/engine/pack/convenience.js';
import { pack } from '../../../../electron/engine/pack/pack.js';
import { unpack } from '../../../../electron/engine/pack/unpack.js';
import { ArgumentError, IoError } from '../../../../shared/format/errors.js';
import { arrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { turn } from '../../../until.js';

const ramp = ndarray(
  Float32Array.from({ length: 60_000 }, (_, index) => index % 97),
  { shape: [200, 300], order: 'F' },
);
const arrays: Readonly<Record<string, NdArray>> = {
  ramp,
  none: ndarray(new Int16Array(0)),
  'größe/大小': ndarray(BigInt64Array.of(1n, -1n)),
};

async function writeNpz(path: string, options: NpzOptions = {}): Promise<void> {
  const writer = await NpzWriter.create(path, options);
  for (const [name, array] of Object.entries(arrays)) {
    const packed = await packNdarrayToBytes(array, { chunkSize: 10_000 });
    await unpack(compressedBytesSource(packed), writer.member(name));
  }
  await writer.finish();
}

async function readMember(path: string, name: string): Promise<NdArray> {
  const { sink, bytes } = compressedBytesSink();
  await pack(await npzMemberSource(path, name), sink);
  return unpackNdarrayFromBytes(bytes());
}

describe('NpzWriter', () => {
  test.each(['stored', 'deflated'] as const)(
    'writes %s members that are equal when read again',
    async (compression) => {
      const path = join(scratchFolder(), 'x.npz');
      await writeNpz(path, { compression });
      const members = await listNpz(path);
      expect(members.map((member) => [member.fileName, member.compression])).toEqual([
        ['ramp.npy', compression],
        ['none.npy', compression],
        ['größe/大小.npy', compression],
      ]);
      for (const [name, array] of Object.entries(arrays)) expect(await readMember(path, name)).toEqual(array);
    },
  );

  test('gives the same bytes every time, with the date that numpy writes', async () => {
    const directory = scratchFolder();
    await writeNpz(join(directory, 'a.npz'));
    await writeNpz(join(directory, 'b.npz'));
    const bytes = readFileSync(join(directory, 'a.npz'));
    expect(bytes.equals(readFileSync(join(directory, 'b.npz')))).toBe(true);
    // DOS time 0 and date 1 January 1980, in the first local header.
    expect(bytes.readUInt32LE(10)).toBe(0x00210000);
  });

  test.each(['', '/a', 'a/', '../a', 'a/../../b', 'C:a', 'a\\b', 'a\0b'])('refuses the name %j', async (name) => {
    const writer = await NpzWriter.create(join(scratchFolder(), 'x.npz'));
    expect(() => writer.member(name)).toThrow(ArgumentError);
    await writer.abort();
  });

  test('refuses the same name twice', async () => {
    const writer = await NpzWriter.create(join(scratchFolder(), 'x.npz'));
    writer.member('a');
    expect(() => writer.member('a')).toThrow("already has an array 'a'");
    await writer.abort();
  });

  test('leaves nothing behind when a member fails', async () => {
    const directory = scratchFolder();
    const writer = await NpzWriter.create(join(directory, 'x.npz'));
    const notAnArray = await packBytesToBytes(Uint8Array.of(1));
    await expect(unpack(compressedBytesSource(notAnArray), writer.member('a'))).rejects.toThrow('no numpy array');
    await expect(writer.finish()).rejects.toThrow('aborted');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('refuses data that are shorter than the array', async () => {
    const directory = scratchFolder();
    const writer = await NpzWriter.create(join(directory, 'x.npz'));
    const member = writer.member('a');
    await member.begin({ sizeBytes: undefined, metadata: { ...arrayMetadata(ramp) } });
    await member.write(ramp.bytes.subarray(1));
    await expect(member.finish()).rejects.toMatchObject({ problem: 'bad-metadata' });
    await writer.abort();
    await writer.abort();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('keeps an existing file by default', async () => {
    const path = join(scratchFolder(), 'x.npz');
    writeFileSync(path, 'mine');
    await expect(NpzWriter.create(path)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(path, 'utf8')).toBe('mine');
    await writeNpz(path, { overwrite: true });
    expect(await listNpz(path)).toHaveLength(3);
  });

  test('refuses members after it was aborted', async () => {
    const writer = await NpzWriter.create(join(scratchFolder(), 'x.npz'));
    await writer.abort();
    const packed = await packNdarrayToBytes(ndarray(new Uint8Array(5e6)));
    await expect(unpack(compressedBytesSource(packed), writer.member('a'))).rejects.toThrow();
  });

  describe('with a target that fails', () => {
    const fails = new IoError('ENOSPC', 'no space left');
    let discarded = 0;

    // As slow as a device, so that the writer runs ahead.
    const slowly = () => setTimeout(5);

    function writerThatFailsAfter(limitBytes: number, wait: () => Promise<unknown> = slowly): NpzWriter {
      let appended = 0;
      discarded = 0;
      return new NpzWriter({
        name: 'full.npz',
        patchable: false,
        append: async (bytes) => {
          await wait();
          appended += bytes.byteLength;
          if (appended > limitBytes) throw fails;
        },
        patch: async () => undefined,
        commit: async () => undefined,
        discard: async () => void discarded++,
      });
    }

    test('reports it while writing, instead of waiting for ever', async () => {
      const writer = writerThatFailsAfter(1e6);
      const packed = await packNdarrayToBytes(ndarray(new Uint8Array(2e7)));
      await expect(unpack(compressedBytesSource(packed), writer.member('a'))).rejects.toBe(fails);
      await expect(writer.finish()).rejects.toThrow('aborted');
      expect(discarded).toBe(1);
    });

    test('takes bytes as written only when they are', async () => {
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const writer = writerThatFailsAfter(100, () => released);
      const packed = await packNdarrayToBytes(ndarray(new Uint8Array(1000)));
      let isSettled = false;
      const unpacking = unpack(compressedBytesSource(packed), writer.member('a')).finally(() => {
        isSettled = true;
      });
      await turn(20);
      expect(isSettled).toBe(false);
      release();
      await expect(unpacking).rejects.toBe(fails);
      expect(discarded).toBe(1);
    });
  });
});
