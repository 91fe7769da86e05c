import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import {
  compressedBytesSource,
  compressedFileSource,
  compressedStreamSource,
} from '../../../../electron/engine/pack/compressed/compressed-source.js';
import { packBytesToBytes } from '../../../../electron/engine/pack/convenience.js';
import { BytesSink } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { plainFileSink } from '../../../../electron/engine/pack/plain/plain-file.js';
import { unpack } from '../../../../electron/engine/pack/unpack.js';
import { verifyContainer } from '../../../../electron/engine/verify/verify-container.js';
import { scratchFolder } from '../../../scratch-folder.js';

const MIB = 2 ** 20;
const CHUNK_BYTES = 17 * MIB;
/** Two chunks, both too large to be decompressed as a whole, and a small one. */
const plain = new Uint8Array(new Uint32Array(9 * MIB).map((_, index) => (index * 2654435761) >>> (index % 17)).buffer);

const packings = {
  adler32: { blosc: { codec: 'lz4', typesize: 4 }, bloscpack: { checksum: 'adler32' } },
  'sha256 and a stream for each byte': { blosc: { codec: 'blosclz', typesize: 4 }, bloscpack: { checksum: 'sha256' } },
  'pure copies': { blosc: { clevel: 0, typesize: 4 }, bloscpack: { checksum: 'crc32' } },
} as const;

describe.each(Object.entries(packings))('large chunks (%s)', (_, options) => {
  let container: Uint8Array;

  beforeAll(async () => {
    container = await packBytesToBytes(plain, { ...options, chunkSize: CHUNK_BYTES });
  });

  test('are unpacked to the same data from memory, a stream and a file', async () => {
    const file = join(scratchFolder(), 'data.blp');
    writeFileSync(file, container);
    const pieces = Readable.from([container.subarray(0, 1000), container.subarray(1000)]);
    for (const source of [
      compressedBytesSource(container),
      compressedStreamSource(pieces),
      await compressedFileSource(file),
    ]) {
      const sink = new BytesSink();
      const { chunksDone, plainBytes } = await unpack(source, sink);
      expect([chunksDone, plainBytes]).toEqual([3, plain.byteLength]);
      expect(Buffer.compare(sink.bytes(), plain)).toBe(0);
    }
    const target = join(scratchFolder(), 'data');
    await unpack(await compressedFileSource(file), plainFileSink(target));
    expect(Buffer.compare(readFileSync(target), plain)).toBe(0);
  });

  test('are checked to the last byte', async () => {
    expect(await verifyContainer(memoryReader(container))).toMatchObject({ whole: true, readableChunks: 3 });
    const damaged = container.slice();
    const { positionBytes, blosc } = await (await Container.open(container)).chunk(1);
    const at = positionBytes + blosc.ctbytes - 1;
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    for (const digestsOnly of [false, true]) {
      const { problems, readableChunks } = await verifyContainer(memoryReader(damaged), { digestsOnly });
      expect(readableChunks).toBe(2);
      expect(problems).toMatchObject([{ kind: 'checksum-mismatch', chunkIndex: 1 }]);
    }
    await expect(unpack(compressedBytesSource(damaged), new BytesSink())).rejects.toMatchObject({
      kind: 'checksum',
      context: { chunkIndex: 1 },
    });
  });
});

describe('a block larger than the limit', () => {
  let container: Uint8Array;

  beforeAll(async () => {
    const blosc = { codec: 'zstd', typesize: 1, blocksize: CHUNK_BYTES, shuffle: 'none' } as const;
    container = await packBytesToBytes(new Uint8Array(CHUNK_BYTES), { chunkSize: CHUNK_BYTES, blosc });
  });

  test('is refused with a message that names the option for raising the limit', async () => {
    const refusal = { kind: 'argument', message: expect.stringContaining('--max-block-size') };
    await expect(unpack(compressedBytesSource(container), new BytesSink())).rejects.toMatchObject(refusal);
    await expect(verifyContainer(memoryReader(container))).rejects.toMatchObject(refusal);
    await expect((await Container.open(container)).readBytes(5, 6)).rejects.toMatchObject(refusal);
  });

  test('is decompressed when the limit is raised', async () => {
    const limit = { maxBlockBytes: CHUNK_BYTES };
    const { plainBytes } = await unpack(compressedBytesSource(container), new BytesSink(), limit);
    expect(plainBytes).toBe(CHUNK_BYTES);
    expect(await verifyContainer(memoryReader(container), limit)).toMatchObject({ whole: true });
    expect(await (await Container.open(container, limit)).readBytes(5, 7)).toEqual(new Uint8Array(2));
  });
});
