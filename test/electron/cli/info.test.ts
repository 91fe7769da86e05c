import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printHeader } from '../../../shared/format/header.js';
import { printOffsets } from '../../../shared/format/offsets.js';
import { fixturePath, manifest, readFixture } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const cwd = scratchFolder();

describe('blpk info', () => {
  test('prints the layout of the reference', async () => {
    const run = await runBlpk(['info', fixturePath('golden/metadata_small.blp')]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out.split('\n').slice(0, 17)).toEqual([
      'blpk: BloscpackHeader:',
      'blpk:     format_version: 3',
      'blpk:     offsets: True',
      'blpk:     metadata: True',
      "blpk:     checksum: 'adler32'",
      'blpk:     typesize: 8',
      'blpk:     chunk_size: 32.0K (32768B)',
      'blpk:     last_chunk: 984.0B (984B)',
      'blpk:     nchunks: 3',
      'blpk:     max_app_chunks: 30',
      "blpk: 'offsets':",
      'blpk: [792,1403,2014]',
      'blpk: Metadata:',
      "blpk: {'dtype': 'float64', 'others': [], 'shape': [1024]}",
      'blpk: MetadataHeader:',
      "blpk:     magic_format: b'JSON'",
      "blpk:     meta_options: '00000000'",
    ]);
  });

  test('prints -1 for fields that a streaming writer left unknown', async () => {
    const run = await runBlpk(['i', fixturePath('golden/streamed_unknown_counts.blp')]);
    expect(run.out).toContain('blpk:     last_chunk: -1\nblpk:     nchunks: -1\n');
    expect(run.code).toBe(0);
  });

  test('--json prints every header field of every golden file', async () => {
    for (const golden of manifest.golden.slice(-7, -1)) {
      const run = await runBlpk(['info', '--json', fixturePath(golden.file)]);
      expect(JSON.parse(run.out)).toMatchObject({ header: golden.header, file_size: golden.file_nbytes });
    }
  });

  test('prints what can be read of a damaged file, then the error', async () => {
    const run = await runBlpk(['info', fixturePath('corrupt/truncated_at_40.blp')]);
    expect(run.code).toBe(1);
    expect(run.out).toMatch(/^blpk: BloscpackHeader:\n/);
    expect(run.err).toMatch(/^blpk: error: '.*truncated_at_40.blp': the offsets section .*\n/);
  });

  test('says of an archive without arrays that it holds none', async () => {
    const path = join(cwd, 'none.npz');
    writeFileSync(path, Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]));
    expect(await runBlpk(['info', path])).toMatchObject({ code: 0, out: '', err: `blpk: '${path}' holds no array\n` });
    const digest = await runBlpk(['digest', path]);
    expect(digest).toMatchObject({ code: 1, out: '', err: `blpk: error: '${path}' holds no array\n` });
  });

  test('reads only the first few of a thousand million offsets, which would not fit in memory', async () => {
    const nchunks = 1_000_000_000;
    const path = join(cwd, 'many.blp');
    const header = printHeader({
      formatVersion: 3,
      offsets: true,
      metadata: false,
      checksum: 'adler32',
      typesize: 8,
      chunkSize: 2 ** 20,
      lastChunk: 5,
      nchunks: BigInt(nchunks),
      maxAppChunks: BigInt(10 * nchunks),
    });
    const chunksAt = 32 + 88 * nchunks;
    const fd = openSync(path, 'w');
    writeSync(fd, header, 0, 32, 0);
    writeSync(fd, printOffsets([chunksAt, chunksAt + 100, chunksAt + 200, chunksAt + 300, chunksAt + 400]), 0, 40, 32);
    ftruncateSync(fd, chunksAt + 2 ** 30);
    writeSync(fd, readFixture('golden/defaults.blp'), 120, 16, chunksAt);
    closeSync(fd);
    const run = await runBlpk(['info', path]);
    expect(run.out).toContain('[88000000032,88000000132,88000000232,88000000332,88000000432,...]\n');
    expect(run.out.length).toBeLessThan(2000);
  });

  test('makes control characters in metadata harmless', async () => {
    writeFileSync(join(cwd, 'm.json'), JSON.stringify({ 'a\x1b[31m': '\x9b' }));
    writeFileSync(join(cwd, 'x'), 'x');
    await runBlpk(['c', '-m', 'm.json', 'x'], { cwd });
    const run = await runBlpk(['info', 'x.blp'], { cwd });
    expect(run.out).not.toContain('\x1b');
    expect(run.out).toContain("blpk: {'a\\x1b[31m': '\\x9b'}\n");
  });
});
