import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BLOSC_HEADER_BYTES, printBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { HEADER_BYTES, printHeader } from '../../../shared/format/header.js';
import { printMetadataHeader } from '../../../shared/format/metadata-section.js';
import { printOffsets } from '../../../shared/format/offsets.js';
import { fixturePath, manifest } from '../../fixtures.js';
import { until } from '../../until.js';
import { inspect } from './inspectors.js';
import { scratchFile } from './scratch.js';

function golden(name: string): string {
  return fixturePath('golden', `${name}.blp`);
}

/** The layout of the README's example: 2,289 chunks and their default reserve, but tiny chunks. */
function readmeExample(): Uint8Array {
  const [nchunks, room, chunkBytes] = [2289, 670, 8];
  const header = printHeader({
    formatVersion: 3,
    offsets: true,
    metadata: true,
    checksum: 'None',
    typesize: 8,
    chunkSize: chunkBytes,
    lastChunk: chunkBytes,
    nchunks: BigInt(nchunks),
    maxAppChunks: BigInt(10 * nchunks),
  });
  const metadata = printMetadataHeader({
    magicFormat: 'JSON',
    metaOptions: 0,
    metaChecksum: 'adler32',
    metaCodec: 'None',
    metaLevel: 0,
    metaSize: 67,
    maxMetaSize: room,
    metaCompSize: 67,
    userCodec: '',
  });
  const chunksAt = HEADER_BYTES + 32 + room + 4 + 8 * 11 * nchunks;
  const storedBytes = BLOSC_HEADER_BYTES + chunkBytes;
  const bytes = new Uint8Array(chunksAt + nchunks * storedBytes).fill(0xff, HEADER_BYTES + 32 + room + 4, chunksAt);
  bytes.set(header);
  bytes.set(metadata, HEADER_BYTES);
  bytes.set(printOffsets(Array.from({ length: nchunks }, (_, chunk) => chunksAt + chunk * storedBytes)), 64 + room + 4);
  const facts = { version: 2, versionlz: 1, flags: 2, typesize: 8, nbytes: 8, blocksize: 8, ctbytes: storedBytes };
  for (let chunk = 0; chunk < nchunks; chunk++) bytes.set(printBloscHeader(facts), chunksAt + chunk * storedBytes);
  return bytes;
}

describe('facts about containers', () => {
  test('all chunks are summarised, not only the first one', async () => {
    const { ask } = await inspect(golden('append_other_codec'));
    await until(async () => (await ask('inspect.codecs', {})).basis.kind === 'all');
    const { groups, basis } = await ask('inspect.codecs', {});
    expect(basis.chunks).toBe(9);
    expect(groups.reduce((sum, { chunks }) => sum + chunks, 0)).toBe(9);
    expect(new Set(groups.map(({ codec }) => codec))).toEqual(new Set(['blosclz', 'lz4 family', 'stored']));
  });

  test.each(['codec_lz4', 'codec_lz4hc'])(
    '%s is said to be of the LZ4 family, since both share an id',
    async (name) => {
      const { ask } = await inspect(golden(name));
      const { blosc } = await ask('inspect.chunk', { chunkIndex: 0 });
      expect(blosc?.codec).toBe('lz4 family');
      const flags = await ask('inspect.children', { node: 'chunk/0/header/flags', start: 0, count: 10 });
      expect(flags.nodes.find(({ name: field }) => field === 'codec')?.value).toBe('1, LZ4 family (lz4 or lz4hc)');
    },
  );

  test('the compression level is guessed nowhere', async () => {
    const { ask } = await inspect(golden('clevel_9'));
    const details = await ask('inspect.chunk', { chunkIndex: 0 });
    expect(JSON.stringify(details)).not.toMatch(/level/i);
    const parts = await ask('inspect.children', { node: 'chunk/0', start: 0, count: 1 });
    expect(parts.nodes[0]?.explanation).toContain('The level is not recorded by the format.');
  });

  test('flag bit 4 means that blocks are not split', async () => {
    const { ask } = await inspect(golden('codec_lz4'));
    const facts = manifest.golden.find(({ name }) => name === 'codec_lz4')?.chunks ?? [];
    for (const [chunkIndex, { blosc }] of facts.entries()) {
      const details = await ask('inspect.chunk', { chunkIndex });
      expect(details.blosc?.blocksSplit).toBe((blosc.flags & 0x10) === 0);
    }
    const flags = await ask('inspect.children', { node: 'chunk/0/header/flags', start: 0, count: 10 });
    const split = flags.nodes.find(({ name }) => name === 'blocks split');
    expect(split).toMatchObject({ type: 'bit 4', value: 'yes' });
    expect(split?.explanation).toContain('`blpk info` prints the bit itself as split_blocks');
  });

  test('a shuffle of items of one byte gives a warning', async () => {
    const { ask } = await inspect(golden('ndarray_bool'));
    const { warnings } = await ask('inspect.chunk', { chunkIndex: 0 });
    expect(warnings).toEqual(['The byte shuffle flag is set, but does nothing: items of 1 byte cannot be shuffled.']);
    const shuffled = await inspect(golden('ndarray_f8'));
    expect((await shuffled.ask('inspect.chunk', { chunkIndex: 0 })).warnings).toEqual([]);
  });

  test('adler32 costs 4 bytes a chunk', async () => {
    const { overview } = await inspect(golden('checksum_adler32'));
    expect(overview.container?.digestBytes).toBe(4);
    expect(overview.container?.regions.find(({ region }) => region === 'chunk-checksum')?.sizeBytes).toBe(4 * 4);
  });

  test('block starts count from the start of the chunk', async () => {
    const { ask, bytes } = await inspect(golden('append_fill_last'));
    const details = await ask('inspect.chunk', { chunkIndex: 4 });
    const first = details.row.offsetBytes;
    expect(details.blocks[0]?.start).toBe(BLOSC_HEADER_BYTES + 4 * details.blocks.length);
    const stored = await bytes('inspect.bytes', { startByte: first, endByte: first + details.row.storedBytes });
    for (const { start, streams, storedBytes } of details.blocks) {
      expect(streams.length * 4 + streams.reduce((sum, size) => sum + size, 0)).toBe(storedBytes);
      expect(stored.readInt32LE(start)).toBe(streams[0]);
    }
  });

  test('the reserve is shown as most of the overhead', async () => {
    const { overview, ask } = await inspect(scratchFile('readme.blp', readmeExample()));
    expect(overview.container?.reserve).toMatchObject({
      offsetSlots: 25_179,
      offsetSlotsUsed: 2289,
      metadataRoomBytes: 670,
      metadataUsedBytes: 67,
      costBytes: 183_120 + 603,
    });
    const regions = new Map(overview.container?.regions.map(({ region, sizeBytes }) => [region, sizeBytes]));
    expect(regions.get('offsets-reserve')).toBe(183_120);
    expect([...regions.values()].reduce((sum, size) => sum + size)).toBe(overview.file.sizeBytes);
    const [row] = (await ask('inspect.chunks', { start: 0, count: 1, orderBy: 'index', descending: false })).rows;
    expect(row?.offsetBytes).toBe(202_170);
  });

  test.each(manifest.golden.filter(({ offsets, chunks }) => offsets && chunks))(
    'the sizes of the chunks of $name come from its offsets, and its headers confirm them',
    async ({ file, chunks = [] }) => {
      const { ask, bytes } = await inspect(fixturePath(file));
      const map = await bytes('inspect.map', { what: 'stored', start: 0, end: chunks.length, bins: chunks.length });
      const derived = new Float32Array(map.buffer.slice(map.byteOffset, map.byteOffset + map.byteLength));
      expect([...derived]).toEqual(chunks.map(({ blosc }) => blosc.ctbytes));
      const page = await ask('inspect.chunks', { start: 0, count: 500, orderBy: 'index', descending: false });
      expect(page.rows).toMatchObject(
        chunks.map(({ position, blosc, digest }) => ({
          offsetBytes: position,
          storedBytes: blosc.ctbytes,
          plainBytes: blosc.nbytes,
          check: 'match',
          ...(digest !== '' && { digest }),
        })),
      );
    },
  );

  test('a chunk that was cut off has no ratio: neither in Codecs, nor in the table, nor in the sums', async () => {
    const facts = manifest.golden.find(({ chunks, offsets }) => offsets && chunks?.length === 1);
    if (!facts) throw new Error('there is no golden container of one chunk');
    const { ask } = await inspect(scratchFile('cut.blp', readFileSync(fixturePath(facts.file)).subarray(0, -10)));
    const { rows } = await ask('inspect.chunks', { start: 0, count: 1, orderBy: 'index', descending: false });
    expect(rows).toMatchObject([{ storedBytes: 0, ratio: 0, problem: expect.stringContaining('but the file ends') }]);
    expect((await ask('inspect.codecs', {})).groups).toMatchObject([{ chunks: 1, ratio: 0 }]);
    expect(await ask('inspect.summary', {})).toMatchObject({ chunks: 1, maxRatio: 0, histogram: { counts: [] } });
  });

  test('a container without offsets is walked, and reports when that is done', async () => {
    const { ask, events } = await inspect(golden('no_offsets'));
    await until(() => events.some(({ payload }) => 'what' in payload && payload.what === 'walk' && payload.done === 1));
    const page = await ask('inspect.chunks', { start: 0, count: 500, orderBy: 'index', descending: false });
    expect(page).not.toHaveProperty('walkedChunks');
    const facts = manifest.golden.find(({ name }) => name === 'no_offsets')?.chunks ?? [];
    expect(page.rows.map(({ offsetBytes }) => offsetBytes)).toEqual(facts.map(({ position }) => position));
  });

  test('unknown counts are legal', async () => {
    const { overview, events, now, ask } = await inspect(golden('streamed_unknown_counts'));
    expect(overview).toMatchObject({ kind: 'container', container: { state: 'unknown-count' }, problems: [] });
    expect(overview.container).not.toHaveProperty('nchunks');
    await until(() => events.some(({ payload }) => 'what' in payload && payload.what === 'walk' && payload.done === 1));
    const facts = manifest.golden.find(({ name }) => name === 'streamed_unknown_counts');
    expect((await now()).plainBytes).toBe(facts?.plain_nbytes);
    expect(await ask('inspect.summary', {})).toMatchObject({ chunks: facts?.real_nchunks });
  });

  test('offsets that are all −1 are reported as an aborted write, and the chunks are found in sequence', async () => {
    const { overview, events, ask } = await inspect(fixturePath('corrupt', 'offsets_all_unknown.blp'));
    expect(overview.container?.state).toBe('aborted');
    expect(overview.problems[0]).toMatchObject({ kind: 'offsets-unknown', repairable: true });
    await until(() => events.some(({ payload }) => 'what' in payload && payload.what === 'walk' && payload.done === 1));
    const page = await ask('inspect.chunks', { start: 0, count: 500, orderBy: 'index', descending: false });
    const readable = manifest.corrupt.find(({ name }) => name === 'offsets_all_unknown')?.readable_chunks;
    expect(page.total).toBe(readable);
  });
});
