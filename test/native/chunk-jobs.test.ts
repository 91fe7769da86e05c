import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adler32,
  compressAsync,
  crc32,
  decompressAsync,
  MAX_OVERHEAD,
  type NativeDigest,
  packChunk,
  supportsFileRanges,
  unpackChunk,
} from '../../native/index.js';
import { expectNativeError } from './expect-native-error.js';
import { chunkOf, codecs, defaults, ramp } from './samples.js';

const plain = ramp(50_000);
function storedDigest(digest: NativeDigest, chunk: Uint8Array): Uint8Array {
  if (digest === 'none') return new Uint8Array(0);
  const value = digest === 'crc32' ? crc32(chunk) : adler32(chunk);
  return new Uint8Array(Uint32Array.of(value).buffer);
}

async function packed(digest: NativeDigest): Promise<Uint8Array> {
  const room = new Uint8Array(plain.length + MAX_OVERHEAD + 4);
  const { storedBytes } = await packChunk({ plain, packed: room, settings: defaults, digest });
  return room.slice(0, storedBytes);
}

describe('in memory', () => {
  it.each(codecs)('compresses and decompresses %s as the synchronous forms do', async (codec) => {
    const target = new Uint8Array(plain.length + MAX_OVERHEAD);
    const ctbytes = await compressAsync(plain, target, { ...defaults, codec });
    const chunk = target.subarray(0, ctbytes);
    expect(Buffer.compare(chunk, chunkOf(plain, { codec }))).toBe(0);
    const back = new Uint8Array(plain.length);
    await expect(decompressAsync(chunk, back)).resolves.toBe(plain.length);
    expect(Buffer.compare(back, plain)).toBe(0);
  });

  it.each(['none', 'adler32', 'crc32'] as const)('packs a chunk with digest %s and unpacks it', async (digest) => {
    const stored = await packed(digest);
    const chunk = chunkOf(plain);
    expect(Buffer.compare(stored, Buffer.concat([chunk, storedDigest(digest, chunk)]))).toBe(0);
    const target = new Uint8Array(plain.length);
    const job = { packed: stored, plain: target, expectedNbytes: plain.length, digest };
    await expect(unpackChunk(job)).resolves.toEqual({ nbytes: plain.length });
    expect(Buffer.compare(target, plain)).toBe(0);
  });

  it('reports a wrong digest with both values in the order of their bytes', async () => {
    const stored = await packed('crc32');
    const good = Buffer.from(stored.subarray(-4)).toString('hex');
    stored[stored.length - 1] = (stored.at(-1) ?? 0) ^ 0xff;
    const bad = Buffer.from(stored.subarray(-4)).toString('hex');
    const job = { packed: stored, plain: new Uint8Array(plain.length), expectedNbytes: -1, digest: 'crc32' } as const;
    const error = await expectNativeError('checksum-mismatch', () => unpackChunk(job));
    expect(error.fields).toEqual({ expected: bad, found: good });
    expect(error.message).toBe(`Expected the stored crc32 ${bad} but found ${good}`);
  });

  it('reports a plain size other than the expected one, before decompressing', async () => {
    const target = new Uint8Array(plain.length);
    const job = { packed: chunkOf(plain), plain: target, expectedNbytes: 4096, digest: 'none' } as const;
    const error = await expectNativeError('bad-chunk', () => unpackChunk(job));
    expect(error.fields).toEqual({ expected: 4096, found: 50_000 });
    expect(target.every((byte) => byte === 0)).toBe(true);
  });

  it('reports bytes that are too few for a digest', async () => {
    const job = { packed: new Uint8Array(3), plain: new Uint8Array(9), expectedNbytes: -1, digest: 'adler32' } as const;
    await expectNativeError('bad-chunk', () => unpackChunk(job));
  });

  it('reports packed without room for the digest', async () => {
    const room = new Uint8Array(plain.length + MAX_OVERHEAD + 3);
    await expectNativeError('target-too-small', () =>
      packChunk({ plain, packed: room, settings: defaults, digest: 'crc32' }),
    );
  });

  it('runs many jobs in parallel while nothing else references their buffers', async () => {
    const jobs = Array.from({ length: 64 }, (_, i) => {
      const target = new Uint8Array(1000 + i + MAX_OVERHEAD);
      return compressAsync(ramp(1000 + i), target, defaults).then((ctbytes) => target.slice(0, ctbytes));
    });
    for (const [i, chunk] of (await Promise.all(jobs)).entries()) {
      expect(Buffer.compare(chunk, chunkOf(ramp(1000 + i)))).toBe(0);
    }
  });
});

describe.runIf(supportsFileRanges)('with files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bloscpack-native-'));
  const path = join(folder, 'file');
  let fd = -1;
  beforeAll(() => {
    fd = openSync(path, 'w+');
  });
  afterAll(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  it('reads, packs, unpacks and writes at positions, without changing other bytes', async () => {
    writeSync(fd, Buffer.concat([Buffer.from('before'), plain, Buffer.from('after')]), 0, undefined, 0);
    const buffer = new Uint8Array(plain.length + 500);
    const room = new Uint8Array(buffer.length + MAX_OVERHEAD + 4);
    const read = { fd, positionBytes: 6, lengthBytes: plain.length };
    const { storedBytes } = await packChunk({
      read,
      plain: buffer,
      packed: room,
      settings: defaults,
      digest: 'adler32',
    });
    expect(Buffer.compare(room.subarray(0, storedBytes), await packed('adler32'))).toBe(0);

    const positionBytes = 60_000;
    writeSync(fd, room, 0, storedBytes, positionBytes);
    const { nbytes } = await unpackChunk({
      read: { fd, positionBytes, lengthBytes: storedBytes },
      packed: new Uint8Array(storedBytes + 9),
      plain: buffer.fill(0),
      expectedNbytes: plain.length,
      digest: 'adler32',
      write: { fd, positionBytes: 200_000 },
    });
    expect(nbytes).toBe(plain.length);
    const file = readFileSync(path);
    expect(file.subarray(0, 6).toString()).toBe('before');
    expect(Buffer.compare(file.subarray(200_000), plain)).toBe(0);
  });

  it('reads and writes beyond 4 GiB', async () => {
    const positionBytes = 5 * 2 ** 32 + 3;
    const stored = await packed('none');
    const target = new Uint8Array(plain.length);
    const write = { fd, positionBytes };
    await unpackChunk({ packed: stored, plain: target, expectedNbytes: -1, digest: 'none', write });
    const room = new Uint8Array(plain.length + MAX_OVERHEAD);
    const read = { fd, positionBytes, lengthBytes: plain.length };
    const { ctbytes } = await packChunk({
      read,
      plain: target.fill(0),
      packed: room,
      settings: defaults,
      digest: 'none',
    });
    expect(Buffer.compare(room.subarray(0, ctbytes), stored)).toBe(0);
  });

  it('reports a file that ends too early', async () => {
    const short = join(folder, 'short');
    const handle = openSync(short, 'w+');
    writeSync(handle, '0123456789');
    const read = { fd: handle, positionBytes: 4, lengthBytes: 100 };
    const room = new Uint8Array(200);
    const job = { read, plain: new Uint8Array(100), packed: room, settings: defaults, digest: 'none' } as const;
    const error = await expectNativeError('short-read', () => packChunk(job));
    closeSync(handle);
    expect(error.message).toBe('Expected 100 bytes at byte 4 but found 6');
    expect(error.fields).toEqual({ expected: 100, found: 6 });
  });

  it('reports errors of the operating system', async () => {
    const folderFd = openSync(folder, 'r');
    const read = { fd: folderFd, positionBytes: 8, lengthBytes: 20 };
    const job = {
      read,
      packed: new Uint8Array(20),
      plain: new Uint8Array(9),
      expectedNbytes: -1,
      digest: 'none',
    } as const;
    const error = await expectNativeError('io', () => unpackChunk(job));
    closeSync(folderFd);
    expect(error.message).toBe('pread of 20 bytes at byte 8 failed: Is a directory');
    expect(error.fields).toEqual({ errno: 21, syscall: 'pread', positionBytes: 8 });

    const readOnly = openSync(path, 'r');
    const write = { fd: readOnly, positionBytes: 0 };
    const unpack = {
      packed: chunkOf(ramp(9)),
      plain: new Uint8Array(9),
      expectedNbytes: 9,
      digest: 'none',
      write,
    } as const;
    const refused = await expectNativeError('io', () => unpackChunk(unpack));
    closeSync(readOnly);
    expect(refused.fields).toMatchObject({ errno: 9, syscall: 'pwrite' });
  });
});
