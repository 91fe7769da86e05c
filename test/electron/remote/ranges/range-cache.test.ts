import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRemoteReader, type RemoteOptions } from '../../../../electron/remote/open-remote.js';
import { cacheSettings } from '../../../../electron/remote/ranges/cache-settings.js';
import { noise } from '../../../native/samples.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { fastRetries } from '../fast-retries.js';
import { type RangeServer, served, startRangeServer } from '../range-server.js';

const bytes = noise(400_000);

function cached(maxBytes = 2 ** 20): { readonly folder: string; readonly options: RemoteOptions } {
  const folder = join(scratchFolder(), 'cache');
  return { folder, options: { ...fastRetries, cache: { folder, maxBytes } } };
}

function entriesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** Opens, reads and closes. */
async function read(server: RangeServer, options: RemoteOptions, at: number, length: number): Promise<void> {
  const reader = await openRemoteReader(`${server.origin}/x.blp`, options);
  expect(Buffer.compare(await reader.readAt(at, length), bytes.subarray(at, at + length))).toBe(0);
  await reader.close();
}

describe('the cache on disk', () => {
  test('gives what was read before, in the same and in other ranges', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const { options } = cached();
    await read(server, options, 100_000, 50_000);
    expect(server.requests).toHaveLength(2);
    await read(server, options, 100_000, 50_000);
    await read(server, options, 120_000, 7000);
    // Only the first bytes, which say whether the file is the same.
    expect(server.requests).toHaveLength(4);
    await read(server, options, 140_000, 20_000);
    expect(server.requests.at(-1)?.headers.range).toBe('bytes=150000-159999');
  });

  test.skipIf(process.platform === 'win32')('can be read by its user alone', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const { folder, options } = cached();
    await read(server, options, 100_000, 50_000);
    const [entry = ''] = entriesIn(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(entry, '..')).mode & 0o777).toBe(0o700);
    expect(statSync(entry).mode & 0o777).toBe(0o600);
  });

  test.skipIf(process.platform === 'win32')('is not used where others can write to it', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const { folder, options } = cached();
    mkdirSync(folder, { mode: 0o755 });
    await read(server, options, 100_000, 50_000);
    expect(entriesIn(folder)).toEqual([]);
  });

  test.each<readonly [string, (entry: Buffer) => Uint8Array]>([
    ['a changed byte', (entry) => entry.fill((entry.at(-1) ?? 0) ^ 1, entry.byteLength - 1)],
    ['a changed digest', (entry) => entry.fill((entry[0] ?? 0) ^ 1, 0, 1)],
    ['a missing end', (entry) => entry.subarray(0, -1)],
    ['more at the end', (entry) => Buffer.concat([entry, Buffer.of(0)])],
    ['no bytes', () => Buffer.of()],
  ])('with %s gives the right bytes, from the server', async (_what, damage) => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const { folder, options } = cached();
    await read(server, options, 100_000, 50_000);
    const [entry = ''] = entriesIn(folder);
    writeFileSync(entry, damage(readFileSync(entry)));
    await read(server, options, 90_000, 70_000);
    await read(server, options, 90_000, 70_000);
    expect(server.requests.at(-1)?.headers.range).toBe('bytes=0-65535');
  });

  test('does not mix contents: another ETag, another address', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes.slice().fill(3)), '/y.blp': served(bytes) });
    const { options } = cached();
    const first = await openRemoteReader(`${server.origin}/x.blp`, options);
    await first.readAt(100_000, 50_000);
    await first.close();
    server.files.set('/x.blp', served(bytes, { etag: '"2"' }));
    await read(server, options, 100_000, 50_000);
  });

  test.each([
    ['a weak ETag', { etag: 'W/"1"' }],
    ['a date', { 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' }],
    ['nothing', {}],
  ])('keeps nothing where the server gives %s', async (_what, headers) => {
    const server = await startRangeServer({ '/x.blp': served(bytes, headers) });
    const { folder, options } = cached();
    await read(server, options, 100_000, 50_000);
    expect(() => entriesIn(folder)).toThrow();
  });

  test('is bounded, and loses first what was used longest ago', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const { folder, options } = cached(100_000);
    await read(server, options, 100_000, 40_000);
    await read(server, options, 200_000, 40_000);
    for (const path of entriesIn(folder)) if (path.endsWith('100000-140000')) utimesSync(path, 1, 1);
    await read(server, options, 300_000, 40_000);
    expect(
      entriesIn(folder)
        .map((path) => path.slice(-13))
        .toSorted(),
    ).toEqual(['200000-240000', '300000-340000']);
  });

  test('leaves alone what else is in its folder', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const { folder, options } = cached(1000);
    mkdirSync(join(folder, 'mine'), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'mine/0-10'), 'text');
    await read(server, options, 100_000, 900);
    await read(server, options, 150_000, 900);
    expect(readFileSync(join(folder, 'mine/0-10'), 'utf8')).toBe('text');
  });

  test('keeps no large ranges, which are those of whole chunks', async () => {
    const server = await startRangeServer({ '/x.blp': served(bytes) });
    const { folder, options } = cached();
    await read(server, options, 70_000, 300_000);
    expect(entriesIn(folder)).toEqual([]);
  });
});

test('the environment turns the cache off, or says where it is and how large', () => {
  expect(cacheSettings({ BLPK_CACHE_SIZE: 'off' })).toBeUndefined();
  expect(cacheSettings({ BLPK_CACHE_SIZE: '0' })).toBeUndefined();
  expect(cacheSettings({ BLPK_CACHE_SIZE: '1M', BLPK_CACHE_DIR: '/c' })).toEqual({ folder: '/c', maxBytes: 2 ** 20 });
  expect(cacheSettings({ BLPK_CACHE_DIR: '/c' })).toEqual({ folder: '/c', maxBytes: 256 * 2 ** 20 });
  expect(() => cacheSettings({ BLPK_CACHE_SIZE: 'much' })).toThrow();
});
