import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from './run-blpk.js';

const scratch = scratchFolder();
let cwd = '';
let count = 0;

beforeEach(() => {
  cwd = join(scratch, String(count++));
  mkdirSync(join(cwd, 'run/deep'), { recursive: true });
  mkdirSync(join(cwd, 'out'));
  for (const name of ['run/a.dat', 'run/deep/b.dat']) writeFileSync(join(cwd, name), name.repeat(5000));
});

const blpk = (...args: readonly string[]) => runBlpk(args, { cwd });
const read = (name: string) => readFileSync(join(cwd, name));
const tree = (folder: string) =>
  readdirSync(join(cwd, folder), { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(cwd.length + 1)] : []))
    .sort();
const DONE = { code: 0, out: '', err: '' };

describe('-r', () => {
  test('compresses all files in a folder beside them, and a second run what is new', async () => {
    expect(await blpk('compress', '-r', 'run/')).toMatchObject(DONE);
    expect(tree('run')).toEqual(['run/a.dat', 'run/a.dat.blp', 'run/deep/b.dat', 'run/deep/b.dat.blp']);
    writeFileSync(join(cwd, 'run/c.dat'), 'new');
    const { ino } = statSync(join(cwd, 'run/a.dat.blp'));
    expect(await blpk('compress', '-r', 'run')).toMatchObject({
      code: 0,
      err: 'blpk: left out: 2 containers, 2 with an output that is not older (-f writes it again)\n',
    });
    expect(tree('run')).toContain('run/c.dat.blp');
    expect(statSync(join(cwd, 'run/a.dat.blp')).ino).toBe(ino);
    expect(await blpk('-f', 'compress', '-r', 'run')).toMatchObject({ code: 0, err: 'blpk: left out: 3 containers\n' });
    expect(statSync(join(cwd, 'run/a.dat.blp')).ino).not.toBe(ino);
  });

  test('refuses an output that is older than its source, and still does the others', async () => {
    await blpk('compress', 'run/a.dat');
    utimesSync(join(cwd, 'run/a.dat'), 2_000_000_000, 2_000_000_000);
    expect(await blpk('compress', '-r', 'run')).toMatchObject({
      code: 1,
      err: expect.stringContaining("blpk: error: output file 'run/a.dat.blp' exists!\n"),
    });
    expect(tree('run')).toContain('run/deep/b.dat.blp');
  });

  test('knows an output again whose time the system rounded', async () => {
    for (let index = 0; index < 50; index++) {
      writeFileSync(join(cwd, `run/${index}`), 'x');
      utimesSync(join(cwd, `run/${index}`), 1_700_000_000 + index / 1000, 1_700_000_000 + index / 1000);
    }
    await blpk('compress', '-r', 'run');
    expect((await blpk('compress', '-r', 'run')).err).toContain('52 with an output');
  });

  test('keeps the folders in the folder that takes the outputs, also where it is in the folder itself', async () => {
    expect(await blpk('compress', '-r', 'run', 'out')).toMatchObject(DONE);
    expect(tree('out')).toEqual(['out/run/a.dat.blp', 'out/run/deep/b.dat.blp']);
    mkdirSync(join(cwd, 'out/run/back'));
    expect(await blpk('decompress', '-r', 'out/run', 'out/run/back')).toMatchObject(DONE);
    expect(tree('out/run/back')).toEqual(['out/run/back/run/a.dat', 'out/run/back/run/deep/b.dat']);
    expect(read('out/run/back/run/deep/b.dat')).toEqual(read('run/deep/b.dat'));
    expect(await blpk('decompress', '-r', 'out/run', 'out/run/back')).toMatchObject({
      code: 0,
      err: 'blpk: left out: 2 with an output that is not older (-f writes it again)\n',
    });
  });

  test('asks for a folder for the outputs that is there', async () => {
    const run = await blpk('compress', '-r', 'run', 'nosuch');
    expect(run).toMatchObject({ code: 2, err: expect.stringContaining("'nosuch' does not exist: with -r") });
    expect(tree('run')).toEqual(['run/a.dat', 'run/deep/b.dat']);
  });

  test('packs and unpacks the arrays of a folder, those of .npz files too', async () => {
    writeFileSync(join(cwd, 'run/x.npy'), readFileSync(fixturePath('plain', 'linspace_f8.npy')));
    expect((await blpk('pack', '-r', 'run')).err).toBe('blpk: left out: 2 other files\n');
    expect(tree('run')).toContain('run/x.blp');
    await blpk('unpack', '--each', 'run/x.blp', '-f');
    expect(read('run/x.npy')).toEqual(readFileSync(fixturePath('plain', 'linspace_f8.npy')));
    mkdirSync(join(cwd, 'archives'));
    await blpk('unpack', 'run/x.blp', fixturePath('golden', 'ndarray_2d_F.blp'), 'archives/two.npz');
    expect(await blpk('pack', '-r', 'archives')).toMatchObject(DONE);
    expect(tree('archives')).toEqual(['archives/two.npz', 'archives/two/ndarray_2d_F.blp', 'archives/two/x.blp']);
    expect((await blpk('pack', '-r', 'archives')).err).toContain('1 with an output that is not older');
    expect(await blpk('unpack', '-r', 'archives')).toMatchObject({ code: 0, err: 'blpk: left out: 1 other file\n' });
    expect(read('archives/two/x.npy')).toEqual(read('run/x.npy'));
  });

  test('says that arrays are compressed as bytes', async () => {
    writeFileSync(join(cwd, 'run/x.npy'), readFileSync(fixturePath('plain', 'linspace_f8.npy')));
    expect((await blpk('compress', '-r', 'run')).err).toBe(
      'blpk: 1 .npy or .npz compressed as bytes: `blpk pack -r` keeps dtype and shape\n',
    );
  });

  test('verifies and describes the containers in a folder', async () => {
    await blpk('compress', '-r', 'run');
    expect((await blpk('verify', '-r', 'run')).out).toMatch(/\nblpk: 2 files: 2 intact, 0 damaged\n$/);
    const { files } = JSON.parse((await blpk('info', '-r', '--json', 'run')).out);
    expect(files.map(({ file }: { file: string }) => file)).toEqual(['run/a.dat.blp', 'run/deep/b.dat.blp']);
  });
});

test('a folder without -r is refused, with the remedy', async () => {
  const args = ['compress', 'decompress', 'pack', 'unpack', 'info', 'verify'];
  for (const command of args) {
    const { code, err } = await blpk(command, 'run', ...(command === 'decompress' ? ['x', '-e'] : []));
    expect([command, code, err]).toEqual([
      command,
      1,
      "blpk: error: cannot read 'run': it is a directory\nblpk: error: With -r the files in it are taken.\n",
    ]);
  }
});
