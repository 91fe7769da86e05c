import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { UploadStore } from '../../../../electron/host/files/upload-store.js';
import { scratchFolder } from '../scratch-folder.js';

const LIMITS = { maxFiles: 3, mostAtOnce: 2, maxFileBytes: 100, maxBytes: 150 };
const DAY_MS = 24 * 3_600_000;

async function* bytes(...lengths: readonly number[]) {
  for (const length of lengths) yield new Uint8Array(length);
}

function upload(name: string, ...lengths: readonly number[]) {
  return { name, body: bytes(...lengths) };
}

it('lists every upload, readable only by the user, and deletes one on request', async () => {
  const folder = scratchFolder();
  const store = new UploadStore(folder);
  const [one, two] = [await store.store(upload('a', 10, 20)), await store.store(upload('a', 5))];
  expect(store.list).toEqual([
    { path: one, name: 'a', sizeBytes: 30 },
    { path: two, name: 'a', sizeBytes: 5 },
  ]);
  expect([statSync(one).mode & 0o777, statSync(dirname(one)).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(await store.remove(one)).toBe(true);
  expect([await store.remove(one), await store.remove('/etc/passwd'), existsSync(one)]).toEqual([false, false, false]);
  expect(readdirSync(folder)).toHaveLength(1);
});

it.each([
  ['a file that is too large', [upload('a', 60, 60)]],
  ['one that was announced so', [{ ...upload('a', 1), sizeBytes: 101 }]],
  ['more than fits altogether', [upload('a', 90), upload('b', 90)]],
  ['too many', [upload('a', 1), upload('b', 1), upload('c', 1), upload('d', 1)]],
])('refuses %s, and deletes it', async (_what, uploads) => {
  const folder = scratchFolder();
  const store = new UploadStore(folder, LIMITS);
  for (const whole of uploads.slice(0, -1)) await store.store(whole);
  const last = uploads.at(-1) ?? upload('none');
  await expect(store.store(last)).rejects.toMatchObject({ error: { kind: 'argument' } });
  expect(store.list).toHaveLength(uploads.length - 1);
  expect(readdirSync(folder)).toHaveLength(uploads.length - 1);
});

it('limits the number of uploads at a time, and counts announced bytes', async () => {
  const store = new UploadStore(scratchFolder(), LIMITS);
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  async function* slow() {
    await finished;
    yield new Uint8Array(80);
  }
  const first = store.store({ name: 'a', sizeBytes: 80, body: slow() });
  await expect(store.store({ ...upload('b', 1), sizeBytes: 80 })).rejects.toThrow('not enough space');
  const second = store.store({ name: 'c', body: slow() }).catch(String);
  await expect(store.store(upload('d', 1))).rejects.toThrow('too many uploads');
  finish();
  await first;
  expect(await second).toContain('not enough space');
});

it('deletes at the end all uploads that no job needs, but no output beside them', async () => {
  const store = new UploadStore(scratchFolder());
  const [done, needed] = [await store.store(upload('a', 1)), await store.store(upload('b', 1))];
  writeFileSync(`${done}.blp`, 'output');
  await store.close(new Set([needed]));
  expect([done, `${done}.blp`, needed].map((path) => existsSync(path))).toEqual([false, true, true]);
});

it('deletes uploads of an earlier server that were not used for a week', async () => {
  const folder = scratchFolder();
  const earlier = new UploadStore(folder);
  const paths = [];
  for (const name of ['old', 'needed', 'new']) paths.push(await earlier.store(upload(name, 1)));
  const [old = '', needed = '', young = ''] = paths;
  const nowMs = statSync(young).mtimeMs;
  for (const path of [old, needed]) utimesSync(dirname(path), new Date(), new Date(nowMs - 8 * DAY_MS));
  await new UploadStore(folder).removeOld(new Set([needed]), nowMs);
  expect(paths.map((path) => existsSync(path))).toEqual([false, true, true]);
  expect(existsSync(join(folder, '..'))).toBe(true);
});
