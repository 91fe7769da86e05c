import { appendFileSync, copyFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RawImport } from '../../../shared/contract/intake.js';
import { fixturePath, manifest, readFixture } from '../../fixtures.js';
import { until } from '../../until.js';
import { arangeMember, writeZip } from '../engine/arrays/zip-file.js';
import { inspect, orderOf } from './inspectors.js';
import { scratchFile } from './scratch.js';

const WHOLE = { held: [0], rowAxis: 0 };
const FIRST_CELLS = {
  plane: WHOLE,
  rowStart: 0,
  rowCount: 3,
  columnStart: 0,
  columnCount: 1,
  format: { kind: 'exact' },
} as const;

describe('golden containers', () => {
  test.each(manifest.golden)('$name opens without a problem', async ({ file, header, plain_nbytes, real_nchunks }) => {
    const { overview } = await inspect(fixturePath(file));
    expect(overview).toMatchObject({ kind: 'container', isReadAs: false, problems: [] });
    expect(overview.container).toMatchObject({
      checksum: header.checksum,
      typesize: header.typesize,
      chunkSize: header.chunk_size,
      lastChunk: header.last_chunk,
      maxAppChunks: header.max_app_chunks,
      hasOffsets: header.offsets,
      state: real_nchunks === undefined ? 'complete' : 'unknown-count',
    });
    if (real_nchunks === undefined) expect(overview.plainBytes).toBe(plain_nbytes);
  });

  test('show elements and rows of a chunk, and their metadata with every digit', async () => {
    const { overview, ask } = await inspect(fixturePath('golden', 'ndarray_f8.blp'));
    expect(overview.container?.perChunk).toEqual({ elements: 100, rows: 100 });
    expect(overview.container?.metadata?.json).toContain(`"dtype": "'<`);
    const { rows, elements } = await ask('inspect.chunk', { chunkIndex: 1 });
    expect(elements).toEqual([100, 200]);
    expect(rows).toEqual([100, 200]);
    const odd = await inspect(fixturePath('golden', 'ndarray_2d_C.blp'));
    expect(odd.overview.container?.perChunk).toEqual({ elements: 200 });
  });
});

describe('a document that is closed while it is read', () => {
  test('answers what was asked before, and is then no longer open', async () => {
    const { ask } = await inspect(fixturePath('golden', 'ndarray_f8.blp'));
    const asked = [
      ask('inspect.cells', FIRST_CELLS),
      ask('inspect.chunk', { chunkIndex: 0 }),
      ask('inspect.summary', {}),
    ];
    const closed = ask('inspect.close', {});
    const answers = await Promise.all(asked);
    expect(answers.map((answer) => Object.keys(answer ?? {}).length > 0)).toEqual([true, true, true]);
    await closed;
    await expect(async () => ask('inspect.cells', FIRST_CELLS)).rejects.toMatchObject({ error: { kind: 'gone' } });
  });
});

describe('other files', () => {
  test('a .npy file opens as its array', async () => {
    const { overview, ask } = await inspect(fixturePath('plain', 'arange_i8.npy'));
    expect(overview).toMatchObject({ kind: 'npy', array: { dtype: 'int64', order: 'C' }, problems: [] });
    expect((await ask('inspect.cells', FIRST_CELLS)).texts).toEqual(['0', '1', '2']);
    const top = await ask('inspect.children', { start: 0, count: 10 });
    expect(top.nodes.map(({ name }) => name)).toEqual(['NumPy header', 'Data']);
  });

  test('a damaged .npy file shows its fault and its first bytes', async () => {
    const { overview } = await inspect(scratchFile('x.npy', readFixture('plain', 'arange_i8.npy').subarray(0, 500)));
    expect(overview).toMatchObject({ kind: 'unreadable', problems: [{ kind: 'truncated', severity: 'damage' }] });
    expect(overview.head?.looksLike).toBe('a NumPy array');
  });

  test.each([false, true])(
    'members of a .npz archive are listed and open as arrays (deflated: %s)',
    async (compress) => {
      const path = scratchFile(
        'x.npz',
        await writeZip([arangeMember('a.npy', 1000, compress), arangeMember('b.npy', 5)]),
      );
      const { overview } = await inspect(path);
      expect(overview.members?.map(({ name, array, sizeBytes }) => [name, array?.shape, sizeBytes])).toEqual([
        ['a', [1000], 8000],
        ['b', [5], 40],
      ]);
      const member = await inspect(path, { member: 'a' });
      expect(member.overview).toMatchObject({ kind: 'npz', member: 'a', plainBytes: 8000 });
      expect((await member.ask('inspect.cells', { ...FIRST_CELLS, rowStart: 997 })).texts).toEqual([
        '997.0',
        '998.0',
        '999.0',
      ]);
    },
  );

  test('raw bytes open as an array with a given dtype and shape, and are refused if they are too few', async () => {
    const path = fixturePath('plain', 'arange_i8.dat');
    const { overview } = await inspect(path);
    expect(overview).toMatchObject({ kind: 'raw', isReadAs: false, head: { hex: expect.stringMatching(/^00 00/) } });
    expect(overview).not.toHaveProperty('array');
    const readAs: RawImport = { skipBytes: 8, descr: '<i8', shape: [4], order: 'C' };
    const viewed = await inspect(path, { readAs });
    expect(viewed.overview).toMatchObject({ isReadAs: true, array: { dtype: 'int64' } });
    expect((await viewed.ask('inspect.cells', FIRST_CELLS)).texts).toEqual(['1', '2', '3']);
    await expect(inspect(path, { readAs: { ...readAs, shape: [10 ** 9] } })).rejects.toMatchObject({
      kind: 'argument',
    });
  });

  test('a byte of a .npy file is part of its header or of its data', async () => {
    const path = scratchFile('y.npy', npyOf([1, 2, 3]));
    const { ask } = await inspect(path);
    const idAt = async (offsetBytes: number) => (await ask('inspect.locate', { offsetBytes })).trail[0]?.id;
    expect([await idAt(0), await idAt(127), await idAt(128)]).toEqual(['header', 'header', 'data']);
  });

  test('a container of raw bytes can be read as an array', async () => {
    const readAs: RawImport = { skipBytes: 16384, descr: '<f4', shape: [10, 10], order: 'C' };
    const { overview, ask } = await inspect(fixturePath('golden', 'codec_lz4.blp'), { readAs });
    expect(overview).toMatchObject({ kind: 'container', isReadAs: true, array: { shape: [10, 10] } });
    const cell = await ask('inspect.cell', { index: [0, 0] });
    const bytes = readFixture('plain', 'walk_f4.dat');
    expect(cell.hex.replaceAll(' ', '')).toBe(Buffer.from(bytes.subarray(16384, 16388)).toString('hex'));
  });

  test.each([
    ['picture.png', '\x89PNG\r\n\x1a\n', 'a PNG picture'],
    ['notes.txt', 'hello there\n', 'text'],
    ['x.gz', '\x1f\x8b\x08', 'gzip'],
    ['empty.dat', '', 'an empty file'],
  ])('%s is recognised by its first bytes', async (name, content, looksLike) => {
    const { overview } = await inspect(scratchFile(name, Buffer.from(content, 'latin1')));
    expect(overview).toMatchObject({ kind: 'raw', head: { looksLike } });
  });

  test('a .blp of another format shows which it looks like', async () => {
    const { overview } = await inspect(scratchFile('x.blp', Buffer.from('\x1f\x8b\x08 and so on and so on', 'latin1')));
    expect(overview).toMatchObject({
      kind: 'unreadable',
      head: { looksLike: 'gzip' },
      problems: [{ kind: 'not-bloscpack' }],
    });
  });

  test('a cut HDF5 file shows what it looks like, and why it cannot be read', async () => {
    const { overview } = await inspect(scratchFile('x.h5', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1')));
    expect(overview).toMatchObject({ kind: 'unreadable', head: { looksLike: 'HDF5' } });
  });

  test('a missing file is refused with the error of the system', async () => {
    const path = scratchFile('x.dat', new Uint8Array(1));
    await expect(inspect(path).then(() => inspect(`${path}.gone`))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('changes', () => {
  test('a truncated copy shows how many complete chunks remain', async () => {
    const whole = readFixture('golden', 'append_twice.blp');
    const { overview } = await inspect(scratchFile('x.blp', whole.subarray(0, whole.length - 5000)));
    expect(overview.container?.state).toBe('damaged');
    expect(overview.problems[0]).toMatchObject({ kind: 'truncated', severity: 'damage', repairable: true });
  });

  test('every chunk behind the end of a file that was cut is counted as unreadable', async () => {
    const file = readFixture('golden', 'append_twice.blp');
    const chunks = manifest.golden.find(({ name }) => name === 'append_twice')?.chunks ?? [];
    const { ask, overview } = await inspect(scratchFile('x.blp', file.subarray(0, (chunks[4]?.position ?? 0) + 20)));
    const { checked, outliers } = await ask('inspect.summary', {});
    expect(checked).toMatchObject({ match: 4, unreadable: chunks.length - 4, unchecked: 0 });
    expect(outliers.find(({ kind }) => kind === 'bad')?.count).toBe(chunks.length - 4);
    const headers = overview.container?.regions.find(({ region }) => region === 'chunk-header');
    expect(headers?.sizeBytes).toBe(5 * 16);
  });

  test('a chunk that is stored uncompressed has no block starts, and is counted once', async () => {
    const { overview, ask } = await inspect(fixturePath('golden', 'clevel_0.blp'));
    const { outliers, chunks } = await ask('inspect.summary', {});
    const { groups } = await ask('inspect.codecs', {});
    const { total } = await ask('inspect.chunks', {
      start: 0,
      count: 1,
      orderBy: 'index',
      descending: false,
      filter: 'flags has memcpy',
    });
    const counts = [outliers.find(({ kind }) => kind === 'stored')?.count, groups[0]?.chunks, total];
    expect(counts).toEqual([chunks, chunks, chunks]);
    expect(overview.container?.regions.map(({ region }) => region)).not.toContain('block-starts');
  });

  test('a change of a file on disk is reported once, and reload opens it again under its id', async () => {
    const path = scratchFile('x.dat', Buffer.from('0123456789abcdef'));
    const { overview, events, now } = await inspect(path);
    appendFileSync(path, 'more');
    await until(() => events.some(({ payload }) => 'what' in payload && payload.what === 'file'));
    const again = await now();
    expect(again).toMatchObject({ document: overview.document, plainBytes: 20 });
    expect(events).toHaveLength(1);
  });

  test('results of a verification are shown in every view of the file', async () => {
    const path = scratchFile('x.blp', new Uint8Array());
    copyFileSync(fixturePath('golden', 'append_twice.blp'), path);
    const { inspector, ask, bytes, events } = await inspect(path);
    const states = Uint8Array.of(1, 2, 3);
    const decodeMs = Float32Array.of(1, 2, 3);
    const batch = { firstChunk: 4, states, decodeMs, computed: [[5, 'abcd']], elapsedMs: 12 } as const;
    inspector.calls.checks({ path, batch });
    expect(events.at(-1)).toMatchObject({ payload: { what: 'checks' } });
    expect((await ask('inspect.summary', {})).checked).toMatchObject({ match: 11, mismatch: 1, unreadable: 1 });
    const filter = 'check is bad';
    const page = await ask('inspect.chunks', { start: 0, count: 10, orderBy: 'index', descending: false, filter });
    expect(page.rows.map(({ chunkIndex, check }) => [chunkIndex, check])).toEqual([
      [5, 'mismatch'],
      [6, 'unreadable'],
    ]);
    expect((await ask('inspect.chunk', { chunkIndex: 5 })).digest).toMatchObject({ computed: 'abcd', kind: 'adler32' });
    const map = await bytes('inspect.map', { what: 'decode-ms', start: 4, end: 8, bins: 10 });
    expect([0, 4, 8, 12].map((at) => map.readFloatLE(at))).toEqual([1, 2, 3, Number.NaN]);
    expect((await bytes('inspect.map', { what: 'check', start: 5, end: 6, bins: 1 })).readFloatLE(0)).toBe(2);
  });

  test('an array whose header has a wrong count is shown with its metadata, and can be repaired', async () => {
    const file = readFixture('golden', 'ndarray_f8.blp');
    new DataView(file.buffer).setBigInt64(16, 2n ** 40n, true);
    const { overview, ask } = await inspect(scratchFile('x.blp', file));
    const whole = (await inspect(fixturePath('golden', 'ndarray_f8.blp'))).overview;
    expect(overview.problems[0]).toMatchObject({ severity: 'damage', repairable: true });
    expect(overview.array).toEqual(whole.array);
    expect(overview.container?.metadata?.json).toBe(whole.container?.metadata?.json);
    expect((await ask('inspect.summary', {})).chunks).toBe(whole.container?.nchunks);
  });

  test('an export that meets damage is an event with the reason, since the browser that saves it gives none', async () => {
    const file = readFixture('golden', 'ndarray_f8.blp');
    const at = (manifest.golden.find(({ name }) => name === 'ndarray_f8')?.chunks?.[1]?.position ?? 0) + 40;
    file[at] = (file[at] ?? 0) ^ 1;
    const { overview, events, bytes } = await inspect(scratchFile('x.blp', file));
    const failures = () => events.filter(({ name }) => name === 'inspect.export-failed');
    await expect(bytes('inspect.export', { export: { what: 'array', slice: '...', as: 'csv' } })).rejects.toThrow(
      'chunk 1',
    );
    expect(failures()).toMatchObject([
      { payload: { document: overview.document, error: { message: expect.stringContaining('Chunk 1 is damaged') } } },
    ]);
    await expect(bytes('inspect.export', { export: { what: 'array', slice: '[', as: 'csv' } })).rejects.toThrow();
    expect(failures()).toHaveLength(2);
  });

  test('a flipped byte is found, located and explained when the file is opened', async () => {
    const bytes = readFixture('golden', 'append_twice.blp');
    const facts = manifest.golden.find(({ name }) => name === 'append_twice')?.chunks?.[3];
    const at = (facts?.position ?? 0) + 100;
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    const path = scratchFile('x.blp', bytes);
    writeFileSync(path, bytes);
    const { overview, ask } = await inspect(path);
    expect(overview.problems).toMatchObject([{ kind: 'checksum-mismatch', chunkIndex: 3, elements: [6144, 8192] }]);
    const { digest, row } = await ask('inspect.chunk', { chunkIndex: 3 });
    expect(row.check).toBe('mismatch');
    expect(digest?.stored).toBe(facts?.digest);
    expect(digest?.computed).toMatch(/^[0-9a-f]{8}$/);
    expect(digest?.computed).not.toBe(digest?.stored);
  });
});

/** A `.npy` file of doubles with the usual header of 128 bytes. */
function npyOf(values: readonly number[]): Uint8Array {
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`;
  const head = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'),
    Buffer.from(`${dictionary.padEnd(117)}\n`, 'latin1'),
  ]);
  return Buffer.concat([head, Buffer.from(Float64Array.from(values).buffer)]);
}

describe('open documents', () => {
  test('are refused when they are not open, wherever a request names them', async () => {
    const { inspector, overview } = await inspect(fixturePath('plain', 'arange_i8.npy'));
    const { document } = overview;
    const find = { kind: 'find', request: { document: 'x', plane: WHOLE, text: '1' } } as const;
    for (const ask of [
      () => inspector.calls['inspect.data']({ document: 'x' }),
      () => inspector.calls['inspect.diff']({ left: document, right: 'x' }),
      () => inspector.calls['inspect.start'](find),
    ]) {
      await expect((async () => ask())()).rejects.toThrow('no longer open');
    }
  });

  test('are fifty at most: the least recently used one is closed', async () => {
    const path = fixturePath('plain', 'arange_i8.npy');
    const { inspector, overview: first } = await inspect(path);
    const opened = [first];
    while (opened.length < 50) opened.push(await inspector.calls.open(orderOf(path)));
    await inspector.calls['inspect.data'](first);
    await inspector.calls.open(orderOf(path));
    const isOpen = opened.map(({ document }) =>
      inspector.calls['inspect.data']({ document }).then(
        () => true,
        () => false,
      ),
    );
    expect((await Promise.all(isOpen)).flatMap((open, index) => (open ? [] : [index]))).toEqual([1]);
  });
});
