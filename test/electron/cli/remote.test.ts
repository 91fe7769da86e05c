import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { npyHeaderFor } from '../../../electron/engine/arrays/npy-head.js';
import { packBytesToBytes } from '../../../electron/engine/pack/convenience.js';
import { parseDtype } from '../../../shared/format/numpy/dtype-parse.js';
import { scratchFolder } from '../../scratch-folder.js';
import { countedItems, packCountedItems } from '../engine/container/counted-items.js';
import { type RangeServer, served, startRangeServer } from '../remote/range-server.js';
import { runBlpk } from './run-blpk.js';

const cwd = scratchFolder();
/** So that the cache of the user who runs the tests is not touched. */
process.env.BLPK_CACHE_DIR = join(cwd, 'cache');

let array: Uint8Array;
let npy: Uint8Array;
beforeAll(async () => {
  array = await packCountedItems([1000, 300], 'C', { chunkSize: 300 * 4 * 50 });
  const spec = { dtype: parseDtype("'<u4'"), shape: [1000, 300], order: 'C' } as const;
  npy = Buffer.concat([npyHeaderFor(spec), countedItems(300_000)]);
});

let server: RangeServer;
let address: string;
beforeEach(async () => {
  server = await startRangeServer({
    '/data/x.blp': served(array),
    '/data/x.npy': served(npy),
    '/plain.dat.blp': served(await packBytesToBytes(new TextEncoder().encode('as text'))),
  });
  address = `${server.origin}/data/x.blp`;
});

describe('an address in place of a file', () => {
  test('info shows the head', async () => {
    const run = await runBlpk(['info', '--json', address]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(run.out)).toMatchObject({ file: address, file_size: array.byteLength, header: { nchunks: 20 } });
  });

  test('verify reads all chunks, and finds damage', async () => {
    expect(await runBlpk(['verify', address])).toMatchObject({
      code: 0,
      out: `blpk: '${address}' is intact: 20 of 20 chunks readable, 1.14M (1200000B)\n`,
    });
    const damaged = array.slice();
    damaged[damaged.byteLength - 10] = (damaged.at(-10) ?? 0) ^ 1;
    server.files.set('/data/x.blp', served(damaged, { etag: '"2"' }));
    expect(await runBlpk(['verify', address])).toMatchObject({ code: 3 });
  });

  test('slice reads a part of containers and of .npy files', async () => {
    for (const name of ['x.blp', 'x.npy']) {
      const run = await runBlpk(['slice', `${server.origin}/data/${name}`, '700,10:13']);
      expect(run).toMatchObject({ code: 0, out: '[210010 210011 210012]\n', err: '' });
    }
  });

  test('slice compares checksums only where it is asked to', async () => {
    const damaged = array.slice();
    damaged[damaged.byteLength - 1] = (damaged.at(-1) ?? 0) ^ 1;
    server.files.set('/data/x.blp', served(damaged));
    expect(await runBlpk(['slice', address, '999,299'])).toMatchObject({ code: 0 });
    expect(await runBlpk(['slice', '--checksums', address, '999,299'])).toMatchObject({ code: 1 });
  });

  test('digest is that of the same values in a file', async () => {
    const path = join(cwd, 'here.npy');
    writeFileSync(path, npy);
    const run = await runBlpk(['digest', path, address, `${server.origin}/data/x.npy`]);
    expect(run).toMatchObject({ code: 0, err: '' });
    const lines = run.out.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(66))).toEqual([path, address, `${server.origin}/data/x.npy`]);
    expect(new Set(lines.map((line) => line.slice(0, 64))).size).toBe(1);
  });

  test('unpack, decompress and convert write files in this folder', async () => {
    const folder = join(cwd, 'outputs');
    mkdirSync(folder);
    expect(await runBlpk(['unpack', address], { cwd: folder })).toMatchObject({ code: 0, err: '' });
    expect(Buffer.compare(readFileSync(join(folder, 'x.npy')), npy)).toBe(0);
    const plain = await runBlpk(['decompress', `${server.origin}/plain.dat.blp`], { cwd: folder });
    expect(plain).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(join(folder, 'plain.dat'), 'utf8')).toBe('as text');
    expect(await runBlpk(['convert', address, 'y.npy'], { cwd: folder })).toMatchObject({ code: 0, err: '' });
    expect(Buffer.compare(readFileSync(join(folder, 'y.npy')), npy)).toBe(0);
  });

  test('ls shows what is inside, of a folder a line for each container', async () => {
    const run = await runBlpk(['ls', address]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain(`${address}: dtype '<u4', shape (1000, 300), 1.14M in 20 chunks, stored in `);
    expect(run.out).toContain('metadata: dtype, shape, order');
    const folder = join(cwd, 'listed');
    mkdirSync(folder);
    writeFileSync(join(folder, 'b.blp'), array);
    writeFileSync(join(folder, 'a'), array);
    writeFileSync(join(folder, 'other.blp'), 'no container');
    const listed = await runBlpk(['ls', '--json', folder]);
    expect(JSON.parse(listed.out)).toMatchObject({
      containers: [
        { name: join(folder, 'a'), array: { dtype: "'<u4'", shape: [1000, 300], order: 'C' }, plain_bytes: 1_200_000 },
        {
          name: join(folder, 'b.blp'),
          metadata_keys: ['dtype', 'shape', 'order', 'container'],
          header: { nchunks: 20 },
        },
      ],
    });
  });
});

describe('what cannot be done with an address', () => {
  test.each([
    [['compress', 'here.npy'], 'cannot be written: files on HTTP servers can only be read'],
    [['decompress', '--each', 'OTHER'], 'there is no such file on the server (404 Not Found)'],
  ])('%s is said in one sentence', async (args, sentence) => {
    const path = join(cwd, 'here.npy');
    writeFileSync(path, npy);
    const names = args.map((arg) => arg.replace('here.npy', path).replace('OTHER', `${server.origin}/none.blp`));
    const run = await runBlpk(args[0] === 'compress' ? [...names, address] : names, { cwd });
    expect(run.code).not.toBe(0);
    expect(run.err).toContain(sentence);
    expect(run.err.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(join(cwd, 'none'))).toBe(false);
  });

  test.each([['append'], ['repair'], ['compress'], ['pack'], ['estimate']])(
    '%s reads only local files',
    async (command) => {
      const run = await runBlpk([command, address, ...(command === 'append' ? [address] : [])], { cwd });
      expect(run).toMatchObject({ code: 2 });
      expect(run.err).toBe(
        `blpk: error: '${address}' is on a server: this command reads and writes only files on this machine, so download it first\n`,
      );
    },
  );
});

describe('secrets', () => {
  test('of an address are sent, and never printed', async () => {
    const secret = address.replace('http://', 'http://me:s%20ecret@').concat('?signature=abcdef');
    const shown = `${address}?...`;
    for (const args of [
      ['info', secret],
      ['-d', 'unpack', secret, join(cwd, 'secret.npy')],
      ['digest', secret],
    ]) {
      const run = await runBlpk(args, { cwd });
      expect(run.code).toBe(0);
      expect(run.out + run.err).not.toMatch(/ecret@|abcdef/);
    }
    server.files.delete('/data/x.blp');
    const run = await runBlpk(['info', secret]);
    expect(run.err).toBe(`blpk: error: cannot read '${shown}': there is no such file on the server (404 Not Found)\n`);
    const [first] = server.requests;
    expect(first?.url).toBe('/data/x.blp?signature=abcdef');
    expect(first?.headers.authorization).toBe(`Basic ${Buffer.from('me:s ecret').toString('base64')}`);
  });
});

test('the library for requests is no part of the program that every command loads', () => {
  const packagesOf = (bundle: string) =>
    readFileSync(join(import.meta.dirname, `../../../dist/licenses/${bundle}.json`), 'utf8');
  expect(packagesOf('blpk.cjs')).not.toContain('undici');
  expect(packagesOf('remote.cjs')).toContain('undici');
});
