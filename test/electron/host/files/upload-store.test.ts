import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UploadStore } from '../../../../electron/host/files/upload-store.js';
import { scratchFolder } from '../../../scratch-folder.js';

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

describe('an upload that can be resumed', () => {
  const key = 'k'.repeat(16);

  /** A body that breaks after these bytes. */
  async function* breaking(...lengths: readonly number[]) {
    yield* bytes(...lengths);
    throw new Error('aborted');
  }

  it('keeps what arrived when its connection breaks, and goes on from there', async () => {
    const folder = scratchFolder();
    const store = new UploadStore(folder);
    const first = store.store({ name: 'a', body: breaking(10, 20), resume: { key, startByte: 0 } });
    await expect(first).rejects.toThrow('aborted');
    expect(await store.received(key)).toBe(30);
    const wrong = store.store({ name: 'a', body: bytes(5), resume: { key, startByte: 20 } });
    await expect(wrong).rejects.toThrow("'a' cannot be sent on from byte 20: 30 bytes have arrived");
    const other = store.store({ name: 'b', body: bytes(5), resume: { key, startByte: 30 } });
    await expect(other).rejects.toMatchObject({ error: { kind: 'argument' } });
    const path = await store.store({ name: 'a', body: bytes(5), resume: { key, startByte: 30 } });
    expect(statSync(path).size).toBe(35);
    expect(store.list).toEqual([{ path, name: 'a', sizeBytes: 35 }]);
    expect(await store.received(key)).toBe(0);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('ends the request that seems to send it still', async () => {
    const store = new UploadStore(scratchFolder());
    let breakOff: () => void = () => undefined;
    const broken = new Promise<void>((resolve) => {
      breakOff = resolve;
    });
    const body = Object.assign(
      (async function* () {
        yield new Uint8Array(7);
        await broken;
        throw new Error('destroyed');
      })(),
      { destroy: () => breakOff() },
    );
    const first = store.store({ name: 'a', body, resume: { key, startByte: 0 } }).catch(String);
    await expect.poll(() => store.list[0]?.sizeBytes).toBe(7);
    expect(await store.received(key)).toBe(7);
    expect(await first).toContain('destroyed');
  });

  it('is deleted when it is given up, refused, or the host ends', async () => {
    const folder = scratchFolder();
    const store = new UploadStore(folder, LIMITS);
    const broken = () => store.store({ name: 'a', body: breaking(60), resume: { key, startByte: 0 } }).catch(String);
    await broken();
    await store.giveUp(key);
    expect([store.list, readdirSync(folder)]).toEqual([[], []]);
    await broken();
    const tooMuch = store.store({ name: 'a', body: bytes(60), resume: { key, startByte: 60 } });
    await expect(tooMuch).rejects.toThrow('not enough space');
    expect([store.list, readdirSync(folder)]).toEqual([[], []]);
    await broken();
    await store.close(new Set());
    expect([store.list, readdirSync(folder)]).toEqual([[], []]);
  });
});
