import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import type { Progress } from '../../../../electron/engine/operation.js';
import {
  type CompressedSink,
  compressedBytesSink,
} from '../../../../electron/engine/pack/compressed/compressed-sink.js';
import { compressedBytesSource } from '../../../../electron/engine/pack/compressed/compressed-source.js';
import { type PackOptions, pack } from '../../../../electron/engine/pack/pack.js';
import { BytesSink, bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { unpack } from '../../../../electron/engine/pack/unpack.js';
import { type VerifyOptions, verifyContainer } from '../../../../electron/engine/verify/verify-container.js';
import { caseCount } from '../../../cases.js';
import { type ChunkFacts, type GoldenFacts, manifest, readFixture } from '../../../fixtures.js';

function golden(name: string): GoldenFacts {
  const facts = manifest.golden.find((it) => it.name === name);
  if (!facts) throw new Error(`there is no golden file ${name}`);
  return facts;
}

function chunkOf(name: string, index: number): ChunkFacts {
  const chunk = golden(name).chunks?.[index];
  if (!chunk) throw new Error(`${name} has no chunk ${index}`);
  return chunk;
}

/** The bytes of a golden file after `damage`. */
function damaged(name: string, damage: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
  const bytes = readFixture('golden', `${name}.blp`);
  damage(bytes, new DataView(bytes.buffer));
  return bytes;
}

function flip(bytes: Uint8Array, position: number): void {
  bytes[position] = (bytes[position] ?? 0) ^ 0xff;
}

function verify(bytes: Uint8Array, options?: VerifyOptions) {
  return verifyContainer(memoryReader(bytes), options);
}

async function packed(plain: Uint8Array, options: PackOptions): Promise<Uint8Array> {
  const { sink, bytes }: { sink: CompressedSink; bytes(): Uint8Array } = compressedBytesSink();
  await pack(bytesSource(plain), sink, options);
  return bytes();
}

const HEADER_BYTES = 32;

describe('verifyContainer', () => {
  it('reports every damage of one file, in the order of the file', async () => {
    const bytes = damaged('codec_lz4', (file, view) => {
      flip(file, chunkOf('codec_lz4', 0).position + 100);
      view.setBigInt64(HEADER_BYTES + 16, 5n, true);
    });
    const report = await verify(Uint8Array.from([...bytes, 1, 2, 3]));
    expect(report.problems.map(({ kind, chunkIndex }) => [kind, chunkIndex])).toEqual([
      ['checksum-mismatch', 0],
      ['bad-offset', 2],
      ['trailing-bytes', undefined],
    ]);
    expect(report).toMatchObject({ whole: false, nchunks: 3, readableChunks: 2 });
  });

  it('reports the bytes and items of a damaged chunk', async () => {
    const { position } = chunkOf('codec_lz4', 1);
    const report = await verify(damaged('codec_lz4', (file) => flip(file, position + 50)));
    expect(report.problems).toMatchObject([
      {
        kind: 'checksum-mismatch',
        severity: 'damage',
        offsetBytes: position,
        plainBytes: { startByte: 16384, endByte: 32768 },
        elements: { startItem: 4096, endItem: 8192 },
      },
    ]);
  });

  it('counts items by the array metadata where the header has another typesize', async () => {
    const metadata = { dtype: "'<f8'", shape: [40], order: 'C', container: 'numpy' };
    const bytes = await packed(new Uint8Array(320), { chunkSize: 100, metadata, blosc: { typesize: 1 } });
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const [first] = (await verify(bytes)).problems;
    expect(first).toMatchObject({
      plainBytes: { startByte: 300, endByte: 320 },
      elements: { startItem: 37, endItem: 40 },
    });
  });

  it('continues behind a damaged chunk header without offsets', async () => {
    const { position } = chunkOf('no_offsets', 1);
    const report = await verify(damaged('no_offsets', (_, view) => view.setUint32(position + 4, 7, true)));
    expect(report).toMatchObject({ nchunks: 5, readableChunks: 4, problems: [{ kind: 'bad-chunk', chunkIndex: 1 }] });
  });

  it('reports all chunks that cannot be found as one problem', async () => {
    const { position } = chunkOf('no_offsets', 1);
    const { plain_nbytes, header } = golden('no_offsets');
    const report = await verify(damaged('no_offsets', (_, view) => view.setUint32(position + 12, 0, true)));
    expect(report).toMatchObject({ nchunks: 1, readableChunks: 1 });
    expect(report.problems).toHaveLength(1);
    expect(report.problems[0]?.message).toContain('and 3 more from chunk 2 on cannot be found');
    expect(report.problems[0]?.plainBytes).toEqual({ startByte: header.chunk_size, endByte: plain_nbytes });
  });

  it('finds the next chunk by its offset when the length of a chunk is wrong', async () => {
    const { position, blosc } = chunkOf('codec_lz4', 0);
    const bytes = damaged('codec_lz4', (_, view) => view.setUint32(position + 12, blosc.ctbytes - 8, true));
    const report = await verify(bytes);
    expect(report.problems.map(({ kind, chunkIndex }) => [kind, chunkIndex])).toEqual([
      ['checksum-mismatch', 0],
      ['not-contiguous', 1],
    ]);
    expect(report).toMatchObject({ nchunks: 3, readableChunks: 2 });
  });

  it('reports a cut as one problem that affects all data behind it', async () => {
    const { position } = chunkOf('append_twice', 5);
    const { header, plain_nbytes } = golden('append_twice');
    const report = await verify(readFixture('golden', 'append_twice.blp').subarray(0, position + 40));
    expect(report).toMatchObject({ nchunks: 5, readableChunks: 5 });
    expect(report.problems).toMatchObject([
      { kind: 'truncated', chunkIndex: 5, plainBytes: { startByte: 5 * header.chunk_size, endByte: plain_nbytes } },
    ]);
  });

  it('reports each missing offset among others', async () => {
    const bytes = damaged('codec_lz4', (_, view) => view.setBigInt64(HEADER_BYTES + 8, -1n, true));
    const report = await verify(bytes);
    const expected = { kind: 'bad-offset', chunkIndex: 1, offsetBytes: 40, expected: chunkOf('codec_lz4', 1).position };
    expect(report.problems).toMatchObject([{ ...expected, found: -1 }]);
  });

  it('accepts any 64 bits as an offset', async () => {
    const bytes = damaged('codec_lz4', (_, view) => view.setBigInt64(HEADER_BYTES, -(2n ** 63n), true));
    expect((await verify(bytes)).problems).toMatchObject([{ kind: 'bad-offset', chunkIndex: 0, found: -(2n ** 63n) }]);
  });

  it('only notices a filled slot that is reserved for appending', async () => {
    const bytes = damaged('codec_lz4', (_, view) => view.setBigInt64(HEADER_BYTES + 8 * 7, 1n, true));
    const report = await verify(bytes);
    expect(report).toMatchObject({ whole: true, problems: [{ kind: 'unused-offset', severity: 'notice', found: 1 }] });
  });

  it('only notices metadata of an array that has another size', async () => {
    const metadata = { dtype: "'<f8'", shape: [5], order: 'C', container: 'numpy' };
    const report = await verify(await packed(new Uint8Array(320), { metadata }));
    expect(report).toMatchObject({ whole: true, problems: [{ kind: 'bad-array-metadata', expected: 40, found: 320 }] });
  });

  it('limits the list of problems, but counts every chunk', async () => {
    const bytes = await packed(new Uint8Array(1100), { chunkSize: 1, bloscpack: { maxAppChunks: 0 } });
    bytes.fill(7, HEADER_BYTES, HEADER_BYTES + 8 * 1100);
    const report = await verify(bytes);
    expect(report).toMatchObject({ whole: false, truncatedList: true, readableChunks: 1100, nchunks: 1100 });
    expect(report.problems).toHaveLength(1000);
  });
});

describe('verifyContainer with digestsOnly', () => {
  it('finds a flipped byte by every checksum', async () => {
    for (const { name } of manifest.golden.filter((it) => /^checksum_(?!None)/.test(it.name))) {
      const { position } = chunkOf(name, 2);
      const report = await verify(
        damaged(name, (file) => flip(file, position + 60)),
        { digestsOnly: true },
      );
      expect(report.problems, name).toMatchObject([{ kind: 'checksum-mismatch', chunkIndex: 2 }]);
      expect(report.readableChunks).toBe(3);
    }
  });

  it('counts the chunks of a whole container like a full verification', async () => {
    const bytes = readFixture('golden', 'checksum_sha256.blp');
    expect(await verify(bytes, { digestsOnly: true })).toEqual(await verify(bytes));
  });
});

describe('verifyContainer as an operation', () => {
  it('reports progress up to the size of the data', async () => {
    const received: Progress[] = [];
    await verify(readFixture('golden', 'append_twice.blp'), { onProgress: (progress) => received.push(progress) });
    const { plain_nbytes } = golden('append_twice');
    const done = received.map((it) => it.chunksDone);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(received.at(-1)).toEqual({ doneBytes: plain_nbytes, totalBytes: plain_nbytes, chunksDone: 13 });
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const run = verify(readFixture('golden', 'append_twice.blp'), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(run).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('a container that verifyContainer finds whole', () => {
  const original = readFixture('golden', 'metadata_small.blp');

  it('is never a file that was cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: original.length - 1 }), async (length) => {
        expect((await verify(original.subarray(0, length))).whole).toBe(false);
      }),
    );
  });

  it('unpacks to the same data, whichever bytes were changed', async () => {
    const plain = await unpackedBytes(original);
    const change = fc.tuple(fc.integer({ min: 0, max: original.length - 1 }), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = original.slice();
        for (const [position, value] of changes) bytes[position] = value;
        if ((await verify(bytes)).whole) expect(Buffer.compare(await unpackedBytes(bytes), plain)).toBe(0);
      }),
      { numRuns: caseCount(100) },
    );
  });
});

async function unpackedBytes(container: Uint8Array): Promise<Uint8Array> {
  const sink = new BytesSink();
  await unpack(compressedBytesSource(container), sink);
  return sink.bytes();
}
