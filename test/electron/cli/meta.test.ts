import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const directory = scratchFolder();
let file = '';
let turn = 0;

/** A fresh copy of a fixture in `file`. */
function use(fixture: string): void {
  file = join(directory, `${turn++}.blp`);
  copyFileSync(fixturePath(fixture), file);
  chmodSync(file, 0o644);
}

beforeEach(() => use('golden/metadata_small.blp'));

const SHOWN = '{\n  "dtype": "float64",\n  "shape": [1024],\n  "others": []\n}\n';

describe('meta show', () => {
  test('prints the metadata as JSON', async () => {
    expect(await runBlpk(['meta', 'show', file])).toMatchObject({ code: 0, out: SHOWN, err: '' });
  });

  test('prints one document with --json, and the stored bytes with --raw', async () => {
    const { out } = await runBlpk(['meta', 'show', '--json', file]);
    expect(JSON.parse(out)).toMatchObject({
      metadata: { shape: [1024] },
      metadata_header: { meta_checksum: 'adler32' },
    });
    const raw = await runBlpk(['meta', 'show', '--raw', file]);
    expect(raw.out).toBe('{"dtype":"float64","shape":[1024],"others":[]}');
  });

  test('fails without metadata, and if they are damaged', async () => {
    use('golden/defaults.blp');
    expect(await runBlpk(['meta', 'show', file])).toMatchObject({
      code: 1,
      out: '',
      err: `blpk: error: '${file}' has no metadata\n`,
    });
    use('corrupt/metadata_flip.blp');
    const { code, err } = await runBlpk(['meta', 'show', file]);
    expect([code, err]).toEqual([1, expect.stringContaining('of the metadata does not match')]);
  });
});

describe('meta set', () => {
  test('sets and deletes keys in place; a value is JSON, or else text', async () => {
    const size = readFileSync(file).byteLength;
    const args = ['-v', 'meta', 'set', file, 'shape=[2,1.0]', 'unit=mm', 'k==', '--delete', 'others'];
    const { code, out } = await runBlpk(args);
    expect([code, out]).toEqual([0, expect.stringContaining('metadata changed in place')]);
    const raw = await runBlpk(['meta', 'show', '--raw', file]);
    expect(raw.out).toBe('{"dtype":"float64","shape":[2,1.0],"unit":"mm","k":"="}');
    expect(readFileSync(file).byteLength).toBe(size);
  });

  test('rewrites the container for other room or another digest, and says so', async () => {
    const args = [
      '-v',
      'meta',
      'set',
      file,
      '--max-meta-size',
      '4K',
      '--meta-checksum',
      'sha256',
      '--meta-codec',
      'None',
    ];
    expect((await runBlpk(args)).out).toContain('container rewritten');
    const { out } = await runBlpk(['meta', 'show', '--json', file]);
    expect(JSON.parse(out)).toMatchObject({
      metadata_header: { max_meta_size: 4096, meta_checksum: 'sha256', meta_codec: 'None' },
    });
    expect((await runBlpk(['verify', file])).code).toBe(0);
  });

  test('replaces all metadata by a file, also damaged ones', async () => {
    use('corrupt/metadata_flip.blp');
    const about = join(directory, 'about.json');
    writeFileSync(about, '{"n": 12345678901234567890}');
    expect(await runBlpk(['meta', 'set', file, '--file', about])).toMatchObject({ code: 0, err: '' });
    expect((await runBlpk(['meta', 'show', '--raw', file])).out).toBe('{"n":12345678901234567890}');
  });

  test('keeps an array an array, unless forced', async () => {
    use('golden/ndarray_2d_C.blp');
    const refused = await runBlpk(['meta', 'set', file, 'shape=[7]']);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining('need 28 bytes, but the container holds 2400'),
    ]);
    expect((await runBlpk(['meta', 'set', '-f', file, 'shape=[7]'])).code).toBe(0);
  });

  const wrong: readonly (readonly [string, readonly string[], number, string])[] = [
    ['nothing to set', [], 2, 'nothing to set'],
    ['no assignment', ['novalue'], 2, "'novalue' is not of the form KEY=VALUE"],
    ['a file and keys', ['a=1', '--file', 'x.json'], 2, '--file replaces all metadata'],
    ['a level out of range', ['a=1', '--meta-level', '10'], 2, 'usage: blpk meta'],
    ['a key to delete that is not there', ['--delete', 'nokey'], 1, "no key 'nokey' to delete"],
    ['too small a room', ['a=1', '--max-meta-size', '10'], 1, 'do not fit the requested room of 10 bytes'],
  ];
  test.each(wrong)('refuses %s and changes nothing', async (_title, args, code, message) => {
    const before = readFileSync(file);
    const run = await runBlpk(['meta', 'set', file, ...args]);
    expect([run.code, run.err]).toEqual([code, expect.stringContaining(message)]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('without a subcommand, or with an unknown one, shows the usage', async () => {
    expect(await runBlpk(['meta'])).toMatchObject({ code: 2, err: expect.stringContaining('Usage: blpk meta') });
    expect((await runBlpk(['meta', 'set'])).code).toBe(2);
  });
});

describe('meta edit', () => {
  /** Edits with an editor that runs a line of shell on the file `$1`. */
  function edit(script: string): ReturnType<typeof runBlpk> {
    const path = join(directory, 'editor.sh');
    writeFileSync(path, script);
    vi.stubEnv('VISUAL', `sh ${path}`);
    vi.stubEnv('TMPDIR', directory);
    return runBlpk(['meta', 'edit', file]);
  }

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const kept = () => readdirSync(directory).filter((name) => name.startsWith('blpk-'));

  test('stores what was saved, and shows letters as they are', async () => {
    use('golden/metadata_unicode.blp');
    expect(await edit('grep -q Größe "$1" && sed -i "s/Größe/Maß/" "$1"')).toMatchObject({ code: 0, err: '' });
    const { out } = await runBlpk(['meta', 'show', '--json', file]);
    expect(JSON.parse(out)).toMatchObject({
      metadata: { title: 'Maß – 大小', nested: { a: [1, 2.5, null, true], b: {} } },
    });
    expect(kept()).toEqual([]);
  });

  test('writes nothing when nothing was changed, or the editor failed', async () => {
    const before = readFileSync(file);
    const same = await edit('touch "$1"');
    expect([same.code, same.err]).toEqual([0, expect.stringContaining('nothing was written')]);
    const failed = await edit('echo 1 > "$1"; exit 3');
    expect([failed.code, failed.err]).toEqual([1, expect.stringContaining('ended with status 3')]);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(kept()).toEqual([]);
  });

  test('keeps a text that is not JSON, and says where', async () => {
    const run = await edit('printf "{oops" > "$1"');
    const path = /kept in '([^']+)'/.exec(run.err)?.[1] ?? '';
    expect([run.code, run.err]).toEqual([1, expect.stringContaining('not valid JSON')]);
    expect(readFileSync(path, 'utf8')).toBe('{oops');
  });

  test('keeps the text when the metadata were changed during editing', async () => {
    const other = join(directory, 'other.blp');
    copyFileSync(fixturePath('golden/metadata_uncompressed.blp'), other);
    const run = await edit(`cat "${other}" > "${file}"; echo 5 > "$1"`);
    expect([run.code, run.err]).toEqual([1, expect.stringContaining('changed by another program')]);
    expect(run.err).toContain('your text is kept in');
    expect(readFileSync(file).equals(readFileSync(other))).toBe(true);
  });
});
