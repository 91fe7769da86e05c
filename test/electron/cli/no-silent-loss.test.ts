import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../scratch-folder.js';
import { arangeMember, writeZip } from '../engine/arrays/zip-file.js';
import { runBlpk, runShell } from './run-blpk.js';

const cwd = scratchFolder();
const blpk = (...args: readonly string[]) => runBlpk(args, { cwd });
const onLinux = test.skipIf(process.platform !== 'linux');

function write(name: string, bytes: Uint8Array): string {
  writeFileSync(join(cwd, name), bytes);
  return name;
}

const plain = new Uint8Array(5000).map((_, index) => index % 251);
const { bytes: tenNumbers } = arangeMember('a.npy', 10);

describe('an array is recognised by its bytes', () => {
  test.each(['more.dat', 'MORE.NPY'])('when %s is appended', async (name) => {
    write('v.npy', tenNumbers);
    write(name, tenNumbers);
    await blpk('-f', 'pack', 'v.npy', 'v.blp');
    expect(await blpk('append', 'v.blp', name)).toMatchObject({ code: 0, err: '' });
    expect((await blpk('slice', 'v.blp', '10:,')).out).toBe('[0.0 1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 9.0]\n');
  });

  test('when it is appended from a pipe, and as bytes if the container holds bytes', async () => {
    write('p.npy', tenNumbers);
    await blpk('-f', 'pack', 'p.npy', 'p.blp');
    const piped = await runBlpk(['append', 'p.blp', '-'], { cwd, input: tenNumbers });
    expect(piped.code).toBe(0);
    expect((await blpk('slice', 'p.blp', '19')).out).toBe('9.0\n');
    await runBlpk(['-f', 'compress', '-', 'bytes.blp'], { cwd, input: plain });
    await runBlpk(['append', 'bytes.blp', '-'], { cwd, input: tenNumbers });
    const { stdout } = await blpk('decompress', 'bytes.blp', '-');
    expect(stdout.equals(Buffer.concat([plain, tenNumbers]))).toBe(true);
  });

  test('when it is packed from standard input; half of one, or more than one, is refused', async () => {
    expect((await runBlpk(['pack', '-', 'stdin.blp'], { cwd, input: tenNumbers })).code).toBe(0);
    expect((await blpk('unpack', 'stdin.blp', '-')).stdout.equals(tenNumbers)).toBe(true);
    const half = await runBlpk(['pack', '-', 'half.blp'], { cwd, input: tenNumbers.subarray(0, 150) });
    expect(half).toMatchObject({
      code: 1,
      err: "blpk: error: '<stdin>' gave 22 bytes instead of 80\nblpk: error: The file is incomplete: was it copied or downloaded completely? `blpk verify` lists what can be read.\n",
    });
    const two = await runBlpk(['pack', '-', 'two.blp'], { cwd, input: Buffer.concat([tenNumbers, tenNumbers]) });
    expect(two.err).toContain("bytes follow the array in '<stdin>'");
    expect([existsSync(join(cwd, 'half.blp')), existsSync(join(cwd, 'two.blp'))]).toEqual([false, false]);
  });
});

describe('pack of a .npz', () => {
  test('packs the good arrays, names the others, and exits with 1', async () => {
    const members = [
      arangeMember('a', 3),
      { fileName: 'b.npy', bytes: Buffer.from('none') },
      arangeMember('c/d.npy', 2),
    ];
    write('mixed.npz', await writeZip(members));
    const { code, err } = await blpk('pack', 'mixed.npz', 'mixed');
    expect(code).toBe(1);
    expect(err).toMatch(/^blpk: error: 'b' in 'mixed.npz' was left out: .*not a .npy file.*\n$/);
    expect((await blpk('slice', 'mixed/c/d.blp', ':')).out).toBe('[0.0 1.0]\n');
    expect(existsSync(join(cwd, 'mixed', 'a.blp'))).toBe(true);
  });

  test('packs a chosen member to a given name', async () => {
    write('two.npz', await writeZip([arangeMember('a.npy', 3), arangeMember('b.npy', 4)]));
    expect((await blpk('pack', '--member', 'b', 'two.npz', 'only-b.blp')).code).toBe(0);
    expect((await blpk('slice', 'only-b.blp', '3')).out).toBe('3.0\n');
    expect((await blpk('pack', 'two.npz', 'folder.blp')).code).toBe(2);
    expect((await blpk('pack', '--member', 'x', 'two.npz')).err).toContain("has no array 'x'; its arrays: a, b");
  });

  test('fails without any array', async () => {
    write('none.npz', await writeZip([{ fileName: 'notes.txt', bytes: Buffer.from('x') }]));
    expect((await blpk('pack', 'none.npz', 'none')).code).toBe(1);
    expect(existsSync(join(cwd, 'none'))).toBe(false);
  });
});

describe('-f', () => {
  test('does not replace a second input, in either direction', async () => {
    for (const name of ['x1.dat', 'x2.dat']) write(name, plain);
    expect(await blpk('-f', 'compress', 'x1.dat', 'x2.dat')).toMatchObject({ code: 2 });
    expect(readFileSync(join(cwd, 'x2.dat')).equals(plain)).toBe(true);
    for (const name of ['x1', 'x2']) await blpk('-f', 'compress', `${name}.dat`);
    const before = readFileSync(join(cwd, 'x2.dat.blp'));
    expect(await blpk('-f', 'decompress', 'x1.dat.blp', 'x2.dat.blp')).toMatchObject({ code: 2 });
    expect(readFileSync(join(cwd, 'x2.dat.blp')).equals(before)).toBe(true);
  });

  test('replaces no container by what is made of another one', async () => {
    const other = plain.toReversed();
    for (const [name, bytes] of Object.entries({ y1: plain, y2: other })) {
      await runBlpk(['-f', 'compress', '-', `${name}.blp`], { cwd, input: bytes });
    }
    const before = readFileSync(join(cwd, 'y2.blp'));
    for (const command of ['recompress', 'compress', 'repair']) {
      const { code, err } = await blpk('-f', command, 'y1.blp', 'y2.blp');
      expect([code, err], command).toEqual([2, expect.stringContaining('it may be another input and is not replaced')]);
    }
    expect(readFileSync(join(cwd, 'y2.blp')).equals(before)).toBe(true);
    await blpk('recompress', '-c', 'zlib', 'y1.blp', 'y3.blp');
    expect(await blpk('-f', 'recompress', '-c', 'zstd', 'y1.blp', 'y3.blp')).toMatchObject({ code: 0, err: '' });
    expect((await blpk('decompress', 'y3.blp', '-')).stdout.equals(plain)).toBe(true);
  });

  test('replaces earlier outputs', async () => {
    write('again.dat', plain);
    for (let turn = 0; turn < 2; turn++) {
      expect((await blpk('-f', 'compress', 'again.dat')).code).toBe(0);
      expect((await blpk('-f', 'decompress', 'again.dat.blp', 'again.out')).code).toBe(0);
    }
  });
});

describe('what follows a container', () => {
  test('is refused when it is another container', async () => {
    write('one.dat', plain);
    await blpk('compress', 'one.dat');
    const one = readFileSync(join(cwd, 'one.dat.blp'));
    write('joined.blp', Buffer.concat([one, one]));
    for (const args of [
      ['decompress', 'joined.blp', 'joined.out'],
      ['recompress', 'joined.blp', 'again.blp'],
      ['append', 'joined.blp', 'one.dat'],
    ]) {
      const { code, err } = await blpk(...args);
      expect([code, err]).toEqual([
        1,
        expect.stringContaining(`another container follows the last chunk, from byte ${one.byteLength}`),
      ]);
    }
    expect((await blpk('verify', 'joined.blp')).code).toBe(3);
    expect(readFileSync(join(cwd, 'joined.blp')).byteLength).toBe(2 * one.byteLength);
    expect(existsSync(join(cwd, 'joined.out'))).toBe(false);
  });

  test('is reported otherwise', async () => {
    write('tail.dat', plain);
    await blpk('compress', 'tail.dat');
    const whole = readFileSync(join(cwd, 'tail.dat.blp'));
    write('tail.blp', Buffer.concat([whole, Buffer.from('rest')]));
    const { code, err } = await blpk('decompress', 'tail.blp', 'tail.out');
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(`bytes follow the last chunk of 'tail.blp', from byte ${whole.byteLength}`),
    ]);
    expect(readFileSync(join(cwd, 'tail.out')).equals(plain)).toBe(true);
    expect((await blpk('verify', 'tail.blp')).code).toBe(3);
    const append = await blpk('append', 'tail.blp', 'tail.dat');
    expect([append.code, append.err]).toEqual([
      0,
      expect.stringContaining('4 bytes after the last chunk, which no chunk used, were cut off'),
    ]);
  });
});

describe('inputs and outputs without a size', () => {
  onLinux('are read to their end: pipes by path, files of /proc', () => {
    write('piped.dat', plain);
    const script = `
      mkfifo pipe && (cat piped.dat > pipe & blpk compress pipe pipe.blp) && blpk decompress pipe.blp - | cmp - piped.dat && echo same
      blpk compress /proc/version version.blp && blpk decompress version.blp - | cmp - /proc/version && echo same`;
    expect(runShell(script, cwd)).toEqual({ out: 'same\nsame\n', err: '' });
  });

  onLinux('are written to as they are: the null device', async () => {
    write('null.dat', plain);
    expect((await blpk('compress', 'null.dat', '/dev/null')).code).toBe(0);
    await blpk('compress', 'null.dat');
    expect((await blpk('decompress', 'null.dat.blp', '/dev/null')).code).toBe(0);
    expect(runShell('blpk decompress null.dat.blp - > /dev/null; echo $?', cwd).out).toBe('0\n');
  });

  onLinux('are a failure when closed', async () => {
    write('closed.dat', plain);
    await blpk('compress', 'closed.dat');
    const { out, err } = runShell('{ blpk decompress closed.dat.blp - >&-; } ; echo $? >&2', cwd);
    expect([out, err]).toEqual([
      '',
      'blpk: error: standard output is closed: redirect it, or name an output file\n1\n',
    ]);
  });
});

describe('ambiguous arguments are refused', () => {
  test.each([
    [['compress', '-z', '1.5', 'm.dat'], 1, "'1.5' is not a size"],
    [['compress', '--max-app-chunks', '3000000000', 'm.dat'], 1, 'would take 24000000000 bytes'],
    [['slice', 'm.blp', '0:3', 'm.npz'], 2, 'a slice is one array'],
  ] as const)('%j', async (args, code, words) => {
    write('m.dat', plain);
    await runBlpk(['-f', 'pack', '-', 'm.blp'], { cwd, input: tenNumbers });
    const result = await blpk(...args);
    expect([result.code, result.err]).toEqual([code, expect.stringContaining(words)]);
    expect(existsSync(join(cwd, 'm.dat.blp'))).toBe(false);
  });
});

describe('text of files', () => {
  test('is printed with control characters escaped; JSON for programs has no NaN', async () => {
    write('t.dat', plain);
    write('t.json', Buffer.from('{"unit":"müde \\u001b[31m \\u202e","x":[NaN,-Infinity,1.0]}'));
    await blpk('compress', '-m', 't.json', 't.dat');
    const { out } = await blpk('meta', 'show', 't.dat.blp');
    expect(out).toBe('{\n  "unit": "müde \\u001b[31m \\u202e",\n  "x": [NaN,-Infinity,1.0]\n}\n');
    const info = JSON.parse((await blpk('info', '--json', 't.dat.blp')).out);
    expect(info.metadata).toEqual({ unit: 'müde \u001b[31m \u202e', x: [null, null, 1] });
  });

  test('--debug says more than -v', async () => {
    write('debug.dat', plain);
    const { out } = await blpk('--debug', 'compress', 'debug.dat');
    expect(out).toMatch(/^blpk: command line argument parsing complete\nblpk: command line arguments are:\n/);
    expect(out).toMatch(
      /^blpk: {5}debug: True\n(blpk: {5}.*\n)*blpk: {5}in: \['debug.dat'\]\n(blpk: {5}.*\n)*blpk: {5}subcommand: compress$/m,
    );
    expect(out).toMatch(/^blpk: header: format_version: 3, .*chunk_size: 5000/m);
    expect(out).toMatch(/^blpk: chunk 0: \d+ bytes, checksum [0-9a-f]{8}$/m);
    expect((await blpk('--debug', 'decompress', 'debug.dat.blp', 'debug.out')).out).toMatch(
      /^blpk: chunk 0: .*, at byte 120$/m,
    );
  });
});
