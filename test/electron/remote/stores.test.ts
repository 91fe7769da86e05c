import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fixturePath } from '../../fixtures.js';
import { noise } from '../../native/samples.js';
import { scratchFolder } from '../../scratch-folder.js';
import { runBlpk } from '../cli/run-blpk.js';
import { type RangeServer, served, startRangeServer } from './range-server.js';

const SOURCE = fixturePath('plain/image_u2.npy');
/** What the first request for each file brings at most. */
const FIRST_BYTES = 2 ** 16;

describe('arrays of other formats on a server', () => {
  const cwd = scratchFolder();
  const run = (...args: readonly string[]) => runBlpk(args, { cwd });
  let digest = '';
  beforeAll(async () => {
    process.env.BLPK_CACHE_SIZE = 'off';
    mkdirSync(join(cwd, 'group.zarr'));
    writeFileSync(join(cwd, 'group.zarr/zarr.json'), '{"zarr_format": 3, "node_type": "group"}');
    for (const output of ['x.zarr', 'x.h5', 'zip.zarr.zip', 'group.zarr/a'])
      expect(await run('convert', ...(output.endsWith('a') ? ['--to', 'zarr3'] : []), SOURCE, output)).toMatchObject({
        code: 0,
      });
    await run('pack', SOURCE, 'small.blp');
    const header = "\x93NUMPY\x01\0\x76\0{'descr': '|u1', 'fortran_order': False, 'shape': (2000000,)}";
    writeFileSync(
      join(cwd, 'noise.npy'),
      Buffer.concat([Buffer.from(`${header.padEnd(127)}\n`, 'latin1'), noise(2_000_000)]),
    );
    await run('pack', 'noise.npy', 'noise.blp');
    await run('unpack', 'small.blp', 'noise.blp', 'two.npz');
    expect(await run('convert', 'two.npz', 'two.h5')).toMatchObject({ code: 0 });
    digest = (await run('digest', SOURCE)).out.split(' ')[0] ?? '';
  });

  /** All files below the folder. */
  async function serveFiles(): Promise<{ readonly server: RangeServer; readonly storedBytes: (of: string) => number }> {
    const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(cwd, name)).isFile(),
    );
    const entries = files.map((name) => [`/${name}`, served(readFileSync(join(cwd, name)))] as const);
    const storedBytes = (of: string) =>
      entries.filter(([name]) => name.startsWith(`/${of}`)).reduce((sum, [, file]) => sum + file.sizeBytes, 0);
    return { server: await startRangeServer(Object.fromEntries(entries)), storedBytes };
  }

  test.each(['x.zarr', 'group.zarr/a', 'x.h5', 'zip.zarr.zip'])(
    '%s has the values that it has as a file',
    async (name) => {
      const { server, storedBytes } = await serveFiles();
      const found = await run('digest', `${server.origin}/${name}`);
      expect(found).toMatchObject({ code: 0, err: '', out: expect.stringContaining(digest) });
      expect(server.sentBytes).toBeLessThan(2 * storedBytes(name) + FIRST_BYTES);
    },
  );

  test('becomes a container, by name too, and what cannot be listed is said', async () => {
    const { server } = await serveFiles();
    for (const name of ['x.h5::/data', 'group.zarr::/a']) {
      const output = `${name.replaceAll(/\W/g, '')}.blp`;
      expect(await run('convert', `${server.origin}/${name}`, output)).toMatchObject({ code: 0 });
      expect((await run('digest', output)).out).toContain(digest);
    }
    const unlisted = await run('convert', `${server.origin}/group.zarr`, 'y.blp');
    expect(unlisted).toMatchObject({
      code: 1,
      err: expect.stringMatching(/cannot be listed on a server, since it has no consolidated metadata/),
    });
    const missing = await run('digest', `${server.origin}/none.zarr`);
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('there is no such file on the server') });
  });

  test.each([
    [
      'Zarr 3',
      'zarr.json',
      {
        zarr_format: 3,
        node_type: 'group',
        consolidated_metadata: {
          kind: 'inline',
          must_understand: false,
          metadata: { a: {}, gone: {}, '../x.zarr': {} },
        },
      },
    ],
    [
      'Zarr 2',
      '.zmetadata',
      { zarr_consolidated_format: 1, metadata: { '.zgroup': {}, 'a/.zarray': {}, 'a/.zattrs': {} } },
    ],
  ])('in a group of %s are listed by its consolidated metadata', async (_version, key, document) => {
    const { server } = await serveFiles();
    server.files.set(`/group.zarr/${key}`, served(Buffer.from(JSON.stringify(document))));
    const listed = await run('info', `${server.origin}/group.zarr`);
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toMatch(/^blpk: .\/a.: dtype/);
    expect(listed.out).not.toMatch(/gone|x\.zarr/);
    expect((await run('digest', `${server.origin}/group.zarr`)).out).toContain(digest);
  });

  test('of one of two arrays in a file only its chunks are moved', async () => {
    const { server, storedBytes } = await serveFiles();
    expect((await run('digest', `${server.origin}/two.h5::/small`)).out).toContain(digest);
    expect(server.sentBytes).toBeLessThan(4 * FIRST_BYTES);
    expect(storedBytes('two.h5')).toBeGreaterThan(4 * FIRST_BYTES);
  });

  test('is read with the credentials of its address, which no message has', async () => {
    const { server } = await serveFiles();
    const secret = server.origin.replace('//', '//me:word@');
    for (const name of ['x.zarr?sign=hidden', 'x.h5?sign=hidden::/data']) {
      const { out, err } = await run('digest', `${secret}/${name}`);
      expect(out).toContain(digest);
      expect(out + err).not.toMatch(/word|hidden/);
    }
    expect(server.requests.every(({ url, headers }) => url.endsWith('?sign=hidden') && headers.authorization)).toBe(
      true,
    );
  });
});
