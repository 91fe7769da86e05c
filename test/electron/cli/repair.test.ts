import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixturePath, manifest, readFixture } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const directory = scratchFolder();
const at = (name: string) => join(directory, name);

function copy(fixture: string, name: string): string {
  copyFileSync(fixturePath('corrupt', `${fixture}.blp`), at(name));
  return at(name);
}

describe('blpk repair', () => {
  beforeAll(() => {
    writeFileSync(at('whole.blp'), readFixture('golden', 'codec_lz4.blp'));
  });

  it('prints what is kept, what is missing and what was done', async () => {
    const path = copy('flip_chunk_body', 'flip.blp');
    const { code, out, err } = await runBlpk(['repair', path]);
    expect(err).toBe('');
    expect(code).toBe(0);
    const output = at('flip.repaired.blp');
    const lines = [
      `blpk: '${path}': kept 2 of 3 chunks, 16.48K (16876B) of data`,
      'blpk:     missing: chunk 1, bytes 16384:32768, items 4096:8192',
      'blpk:     missing data are left out: the data after them move forward',
      `blpk:     written to '${output}', `,
    ];
    for (const [index, line] of out.split('\n').slice(0, 4).entries()) expect(line).toContain(lines[index]);
    expect((await runBlpk(['verify', output])).code).toBe(0);
    expect(Buffer.compare(readFileSync(path), readFixture('corrupt', 'flip_chunk_body.blp'))).toBe(0);
  });

  it('writes to the given output, and replaces no container that may be another input', async () => {
    const path = copy('truncated_last_digest', 'cut.blp');
    expect((await runBlpk(['repair', path, at('out.blp')])).out).toContain(`written to '${at('out.blp')}'`);
    const refused = await runBlpk(['repair', path, at('out.blp')]);
    expect(refused).toMatchObject({ code: 1, err: `blpk: error: output file '${at('out.blp')}' exists!\n` });
    const another = await runBlpk(['-f', 'repair', path, at('out.blp')]);
    expect(another).toMatchObject({ code: 2, err: expect.stringContaining('it may be another input') });
    expect((await runBlpk(['repair', path])).code).toBe(0);
    expect((await runBlpk(['repair', path])).code).toBe(1);
    expect((await runBlpk(['-f', 'repair', path])).code).toBe(0);
    expect((await runBlpk(['-f', 'repair', path, path])).code).toBe(2);
  });

  it('fills missing data, so that the data keep their size', async () => {
    const path = copy('chunk_ctbytes_zero', 'fill.blp');
    const { out, code } = await runBlpk(['repair', '--fill', '0x20', path]);
    expect(out).toContain('missing data are filled with byte 32');
    expect(code).toBe(0);
    const { stdout } = await runBlpk(['decompress', at('fill.repaired.blp'), '-']);
    const expected = readFixture('plain', 'walk_f4.dat');
    expected.fill(0x20, 0, 16384);
    expect(Buffer.compare(stdout, expected)).toBe(0);
  });

  it('changes the container itself with --in-place', async () => {
    const path = copy('offsets_all_unknown', 'offsets.blp');
    const { out, code } = await runBlpk(['repair', '--in-place', path]);
    expect(code).toBe(0);
    expect(out).toContain('kept 3 of 3 chunks');
    expect(out).toContain('rewrote the offsets');
    expect(Buffer.compare(readFileSync(path), readFixture('golden', 'codec_lz4.blp'))).toBe(0);
    expect((await runBlpk(['repair', '--in-place', path, at('x.blp')])).code).toBe(2);
  });

  it('says when there is nothing to repair, and writes nothing', async () => {
    const { out, code } = await runBlpk(['repair', at('whole.blp')]);
    expect(out).toBe(`blpk: '${at('whole.blp')}' is intact: there is nothing to repair\n`);
    expect(code).toBe(0);
    expect(existsSync(at('whole.repaired.blp'))).toBe(false);
  });

  it('says in one line why nothing can be saved', async () => {
    for (const name of ['bad_magic', 'version_4', 'truncated_at_40', 'chunk_bomb']) {
      const path = copy(name, `${name}.blp`);
      const { out, err, code } = await runBlpk(['repair', path]);
      expect({ out, code }).toEqual({ out: '', code: 1 });
      expect(err).toMatch(/^blpk: error: '.*' cannot be repaired: .+\n$/);
      expect(existsSync(at(`${name}.repaired.blp`))).toBe(false);
    }
    expect((await runBlpk(['repair', at('none.blp')])).err).toContain('does not exist!');
  });

  it('prints one JSON document with --json, whatever the result', async () => {
    const repaired = JSON.parse((await runBlpk(['repair', '--json', copy('nchunks_one_more', 'json.blp')])).out);
    expect(repaired).toMatchObject({ outcome: 'repaired', method: 'cut', nchunks: 4, kept_chunks: 3 });
    expect(repaired).toMatchObject({
      missing: [{ first_chunk: 3, end_chunk: 4 }],
      header: { nchunks: 3, max_app_chunks: 30 },
      written: { file: at('json.repaired.blp'), how: 'new-file' },
    });
    expect(repaired.problems[0].kind).toBe('truncated');
    const hopeless = await runBlpk(['repair', '--json', at('bad_magic.blp')]);
    expect(hopeless.code).toBe(1);
    expect(JSON.parse(hopeless.out)).toMatchObject({ outcome: 'irreparable', written: null });
    const whole = JSON.parse((await runBlpk(['repair', '--json', at('whole.blp')])).out);
    expect(whole).toMatchObject({ outcome: 'whole', kept_chunks: 3, written: null, problems: [] });
  });

  it.each(['256', '-1', 'x', '1.5'])('refuses --fill %s', async (value) => {
    const { code, err } = await runBlpk(['repair', `--fill=${value}`, at('whole.blp')]);
    expect(code).toBe(2);
    expect(err).toContain('Expected a byte from 0 to 255');
  });

  it('prints with -v what was wrong', async () => {
    const { out } = await runBlpk(['-v', '-f', 'repair', at('flip.blp')]);
    expect(out).toContain('blpk: damage: chunk 1 is damaged');
  });

  it('saves the expected number of chunks of every damaged file', async () => {
    const files = manifest.corrupt.filter(({ readable_chunks }) => readable_chunks !== null);
    for (const { name, readable_chunks } of files) {
      await runBlpk(['repair', copy(name, 'every.blp'), '-f']);
      const { out, code } = await runBlpk(['verify', at('every.repaired.blp')]);
      expect(code, name).toBe(0);
      expect(out).toContain(`${readable_chunks} of ${readable_chunks} chunks readable`);
    }
  });
});
