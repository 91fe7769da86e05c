import { describe, expect, it } from 'vitest';
import { canBeInPlace } from '../../../../../electron/engine/in-place/repair/plan-kinds.js';
import { type PlanRepairOptions, planRepair } from '../../../../../electron/engine/in-place/repair/plan-repair.js';
import { memoryReader } from '../../../../../electron/engine/io/memory-reader.js';
import { compressedBytesSink } from '../../../../../electron/engine/pack/compressed/compressed-sink.js';
import { type PackOptions, pack } from '../../../../../electron/engine/pack/pack.js';
import { bytesSource } from '../../../../../electron/engine/pack/plain/plain-bytes.js';
import { manifest, readFixture } from '../../../../fixtures.js';
import { chunkOf, damaged, flip, golden, repairable } from './containers.js';

const HEADER_BYTES = 32;
/** Position of the count of chunks in a header. */
const NCHUNKS_AT = 16;

function plan(bytes: Uint8Array, options?: PlanRepairOptions) {
  return planRepair(memoryReader(bytes), options);
}

async function packed(plain: Uint8Array, options: PackOptions): Promise<Uint8Array> {
  const { sink, bytes } = compressedBytesSink();
  await pack(bytesSource(plain), sink, options);
  return bytes();
}

describe('planRepair', () => {
  it('has nothing to repair in any whole container whose counts are known', async () => {
    for (const { file, name, header } of manifest.golden) {
      const found = await plan(readFixture(file));
      expect(found.kind, name).toBe(header.nchunks === -1 ? 'repairable' : 'whole');
    }
  });

  it('fills in the counts of a streaming writer, in place', async () => {
    const found = repairable(await plan(readFixture('golden', 'streamed_unknown_counts.blp')));
    const { real_nchunks = 0, plain_nbytes, header } = golden('streamed_unknown_counts');
    const lastChunk = plain_nbytes - (real_nchunks - 1) * header.chunk_size;
    expect(found).toMatchObject({ method: 'rebuild-head', completesCounts: true, missing: [] });
    expect(found.header).toMatchObject({ nchunks: BigInt(real_nchunks), lastChunk, chunkSize: header.chunk_size });
    expect(canBeInPlace(found)).toBe(true);
  });

  it('rebuilds the offsets that an aborted writer left unknown', async () => {
    const found = repairable(await plan(readFixture('corrupt', 'offsets_all_unknown.blp')));
    expect(found).toMatchObject({
      method: 'rebuild-head',
      renewsOffsets: true,
      keptChunks: 3,
      missing: [],
      cutBytes: 0,
    });
  });

  it('clears a slot that is reserved for appending', async () => {
    const bytes = damaged('codec_lz4', (_, view) => view.setBigInt64(HEADER_BYTES + 8 * 7, 1n, true));
    expect(await plan(bytes)).toMatchObject({ method: 'rebuild-head', renewsOffsets: true });
  });

  it('cuts a truncated file back to its last whole chunk and keeps the room for offsets', async () => {
    const bytes = readFixture('corrupt', 'truncated_last_chunk_body.blp');
    const { header, plain_nbytes, chunks = [] } = golden('codec_lz4');
    const found = repairable(await plan(bytes));
    expect(found).toMatchObject({ method: 'cut', keptChunks: 2, cutBytes: bytes.length - (chunks[2]?.position ?? 0) });
    expect(found.header).toMatchObject({ nchunks: 2n, maxAppChunks: 31n, chunkSize: 16384, lastChunk: 16384 });
    expect(found.missing).toEqual([
      {
        firstChunk: 2,
        endChunk: 3,
        plainBytes: { startByte: 2 * header.chunk_size, endByte: plain_nbytes },
        elements: { startItem: 8192, endItem: plain_nbytes / 4 },
      },
    ]);
  });

  it('cuts off what follows the last chunk', async () => {
    const found = repairable(await plan(Uint8Array.from([...readFixture('golden', 'no_offsets.blp'), 1, 2, 3])));
    expect(found).toMatchObject({ method: 'cut', keptChunks: 5, missing: [], cutBytes: 3 });
  });

  it('salvages the chunks around a damaged one, each run with its place', async () => {
    const { position } = chunkOf('codec_lz4', 1);
    const found = repairable(await plan(damaged('codec_lz4', (file) => flip(file, position + 50))));
    expect(found).toMatchObject({
      method: 'salvage',
      keptChunks: 2,
      keptBytes: 16384 + 492,
      kept: [
        { firstChunk: 0, endChunk: 1, endByte: position },
        { firstChunk: 2, endChunk: 3, positionBytes: chunkOf('codec_lz4', 2).position },
      ],
      missing: [{ firstChunk: 1, endChunk: 2, plainBytes: { startByte: 16384, endByte: 32768 } }],
      header: { nchunks: 2n, lastChunk: 492, maxAppChunks: 31n },
    });
    expect(canBeInPlace(found)).toBe(false);
  });

  it('counts whole chunks as they are when the last one is missing', async () => {
    const { position } = chunkOf('codec_lz4', 2);
    const found = repairable(await plan(damaged('codec_lz4', (file) => flip(file, position + 50))));
    expect(found).toMatchObject({ method: 'cut', header: { nchunks: 2n, lastChunk: 16384 } });
  });

  it('does not state how much is missing when the count is unknown', async () => {
    const bytes = readFixture('golden', 'streamed_unknown_counts.blp');
    const found = repairable(await plan(bytes.subarray(0, bytes.length - 1)));
    expect(found.missing).toEqual([{ firstChunk: (golden('streamed_unknown_counts').real_nchunks ?? 0) - 1 }]);
  });

  it('finds the chunks behind a metadata header that is damaged', async () => {
    for (const [at, value] of [
      [8, 1],
      [9, 200],
      [10, 7],
      [11, 77],
    ] as const) {
      const bytes = damaged('metadata_small', (file) => {
        file[HEADER_BYTES + at] = value;
      });
      const found = repairable(await plan(bytes));
      expect(found).toMatchObject({ method: 'salvage', keptChunks: 3, metadata: { change: 'dropped' } });
      expect(found.header.metadata).toBe(false);
    }
  });

  it('gives up with a reason when the header is damaged, and when no chunk is whole', async () => {
    expect(await plan(readFixture('corrupt', 'bad_magic.blp'))).toMatchObject({
      kind: 'irreparable',
      reason: expect.stringContaining('magic marker'),
    });
    const { position } = chunkOf('defaults', 0);
    const found = await plan(damaged('defaults', (file) => flip(file, position + 50)));
    expect(found).toMatchObject({
      kind: 'irreparable',
      reason: expect.stringContaining('none of its chunks can be read'),
    });
  });
});

describe('planRepair and the metadata of an array', () => {
  /** 480 bytes as an array of 4-byte items, in chunks of 160 bytes. */
  function packedArray(shape: readonly number[], order: 'C' | 'F' = 'C'): Promise<Uint8Array> {
    const metadata = { dtype: "'<f4'", shape, order, container: 'numpy', title: 'kept' };
    return packed(new Uint8Array(480), { chunkSize: 160, metadata, meta: { metaCodec: 'None', metaLevel: 0 } });
  }

  function chunkPosition(bytes: Uint8Array, chunkIndex: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const offsetsAt = HEADER_BYTES + 32 + view.getUint32(HEADER_BYTES + 16, true) + 4;
    return Number(view.getBigInt64(offsetsAt + 8 * chunkIndex, true));
  }

  it.each([
    ['rows at the end of an array in C order are', [12, 10], 'C', [8, 10]],
    ['columns at the end of an array in Fortran order are', [10, 12], 'F', [10, 8]],
    ['items at the end of a vector are', [120], 'C', [80]],
  ] as const)('adapts the shape in place when %s missing', async (_name, shape, order, left) => {
    const bytes = await packedArray(shape, order);
    const found = repairable(await plan(bytes.subarray(0, chunkPosition(bytes, 2) + 10)));
    expect(found).toMatchObject({ method: 'cut', keptBytes: 320, metadata: { change: 'shape-adapted' } });
    const text = new TextDecoder('latin1').decode(found.metadata.section);
    expect(text).toContain(`"shape":${JSON.stringify(left)},"order":"${order}","container":"numpy","title":"kept"`);
  });

  it('keeps the data as plain bytes when a part of a row is missing', async () => {
    const bytes = await packedArray([4, 30]);
    const found = repairable(await plan(bytes.subarray(0, chunkPosition(bytes, 2) + 10)));
    expect(found).toMatchObject({ method: 'cut', metadata: { change: 'array-detached' } });
    const text = new TextDecoder('latin1').decode(found.metadata.section);
    expect(text).toContain('"shape":[4,30],"order":"C","title":"kept"');
  });

  it('keeps the data as plain bytes when rows in the middle are missing, unless they are filled', async () => {
    const bytes = await packedArray([12, 10]);
    flip(bytes, chunkPosition(bytes, 1) + 20);
    expect(await plan(bytes)).toMatchObject({ method: 'salvage', metadata: { change: 'array-detached' } });
    const filled = await plan(bytes, { fill: 0 });
    expect(filled).toMatchObject({ method: 'salvage', fill: 0, header: { nchunks: 3n } });
    expect(filled).toMatchObject({ metadata: { change: 'unchanged' } });
  });
});

describe('planRepair and metadata with a wrong digest', () => {
  const digestAt = (view: DataView) => HEADER_BYTES + 32 + view.getUint32(HEADER_BYTES + 16, true);

  it('keeps those that zlib confirms to be whole, in place', async () => {
    const found = repairable(await plan(damaged('metadata_no_offsets', (file, view) => flip(file, digestAt(view)))));
    expect(found).toMatchObject({ method: 'rebuild-head', metadata: { change: 'digest-renewed' } });
    expect(found.metadata.section).toEqual(
      readFixture('golden', 'metadata_no_offsets.blp').subarray(HEADER_BYTES, found.layout.chunksPositionBytes),
    );
  });

  it('drops those whose integrity cannot be confirmed', async () => {
    const bytes = await packed(new Uint8Array(100), { metadata: { a: 1 }, meta: { metaCodec: 'None' } });
    flip(bytes, digestAt(new DataView(bytes.buffer)));
    expect(await plan(bytes)).toMatchObject({ method: 'salvage', metadata: { change: 'dropped' } });
  });
});

describe('planRepair with a fill byte', () => {
  it('refuses when the header does not state how large the missing chunks are', async () => {
    const { position } = chunkOf('codec_lz4', 1);
    const bytes = damaged('codec_lz4', (file, view) => {
      view.setInt32(8, -1, true);
      flip(file, position + 50);
    });
    await expect(plan(bytes, { fill: 0 })).rejects.toThrow('does not state their size');
    expect(await plan(bytes)).toMatchObject({ kind: 'repairable', keptChunks: 2 });
  });

  it("refuses when the header's count is wrong", async () => {
    const bytes = readFixture('corrupt', 'nchunks_one_more.blp');
    await expect(plan(bytes, { fill: 0 })).rejects.toThrow("the header's count of 4 chunks is wrong");
  });

  it('refuses to write the number of chunks in a damaged count', async () => {
    const bytes = damaged('no_offsets', (_, view) => view.setBigInt64(NCHUNKS_AT, 2n ** 40n, true));
    const { position } = chunkOf('no_offsets', 4);
    await expect(plan(bytes.subarray(0, position), { fill: 0 })).rejects.toThrow('too many missing chunks to fill');
  });

  it('refuses huge chunks whose size is only in the header: a few KB could require gigabytes', async () => {
    const bytes = damaged('codec_lz4', (_, view) => view.setInt32(8, 2 ** 30, true));
    await expect(plan(bytes, { fill: 0 })).rejects.toThrow('no whole chunk confirms that a chunk has 1073741824 bytes');
  });

  it.each([-1, 256, 1.5])('refuses %s, which is not a byte', async (fill) => {
    await expect(plan(readFixture('golden', 'defaults.blp'), { fill })).rejects.toThrow('fill must be an integer');
  });
});
