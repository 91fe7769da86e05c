import { describe, expect, test } from 'vitest';
import { fixturePath, manifest } from '../../fixtures.js';
import { runBlpk } from './run-blpk.js';

describe('blpk verify', () => {
  test('finds every golden file intact, and says how many', async () => {
    const files = manifest.golden.map(({ file }) => fixturePath(file));
    const run = await runBlpk(['verify', ...files]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toMatch(new RegExp(`\nblpk: ${files.length} files: ${files.length} intact, 0 damaged\n$`));
  });

  test('lists each problem on a line and exits with 3', async () => {
    const run = await runBlpk(['verify', fixturePath('corrupt/flip_chunk_body.blp')]);
    expect(run.code).toBe(3);
    expect(run.out).toMatch(/^blpk: '.*flip_chunk_body.blp' is damaged: 2 of 3 chunks readable, 16.48K \(16876B\)\n/);
    expect(run.out).toMatch(/\nblpk: {5}damage: chunk 1 is damaged: its stored checksum is [^\n]*\n$/);
  });

  test.each([
    ['of a cut file, with those behind its end', 'corrupt/truncated_last_chunk_body.blp', '2 of 3 chunks'],
    ['of a file without a count, as they are found', 'golden/streamed_unknown_counts.blp', '4 of 4 chunks'],
  ])('counts the chunks %s', async (_, file, counted) => {
    expect((await runBlpk(['verify', fixturePath(file)])).out).toContain(counted);
  });

  test('--json gives one document for all files', async () => {
    const files = ['golden/defaults.blp', 'corrupt/flip_digest.blp'].map((file) => fixturePath(file));
    const run = await runBlpk(['verify', '--json', ...files]);
    expect(run.code).toBe(3);
    expect(JSON.parse(run.out)).toMatchObject({
      whole: false,
      files: [
        { file: files[0], whole: true, problems: [], header: { typesize: 8 } },
        {
          file: files[1],
          whole: false,
          readable_chunks: 2,
          problems: [{ kind: 'checksum-mismatch', severity: 'damage', chunk_index: 2 }],
        },
      ],
    });
  });

  test('exits with 1 when a file cannot be checked, and checks the others', async () => {
    const run = await runBlpk(['verify', 'nosuch.blp', fixturePath('golden/defaults.blp')]);
    expect(run).toMatchObject({ code: 1, err: "blpk: error: file 'nosuch.blp' does not exist!\n" });
    expect(run.out).toContain('blpk: 2 files: 1 intact, 0 damaged, 1 not checked\n');
  });
});
