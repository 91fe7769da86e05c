import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateMultipartUploadCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { ContainerSink } from '../../../../electron/engine/pack/compressed/compressed-sink.js';
import { containerSource } from '../../../../electron/engine/pack/compressed/compressed-source.js';
import { packBytesToBytes } from '../../../../electron/engine/pack/convenience.js';
import { pack } from '../../../../electron/engine/pack/pack.js';
import { BytesSink, bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { unpack } from '../../../../electron/engine/pack/unpack.js';
import {
  abortUpload,
  createS3Object,
  listObjects,
  listUploads,
  openS3Reader,
} from '../../../../electron/remote/s3/open-s3.js';
import { fixturePath } from '../../../fixtures.js';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the kills run without a build
import { startS3Proxy } from '../../../kill/s3-proxy.mjs';
import { scratchFolder } from '../../../scratch-folder.js';
import { until } from '../../../until.js';
import { runBlpk } from '../../cli/run-blpk.js';
import { allOf } from './all-of.js';
import { bucketAddress, createS3Bucket, withoutS3 } from './s3-server.js';

const BUCKET = bucketAddress('objects');

/** Half of it cannot be compressed. */
function plainOf(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  bytes.set(randomBytes(sizeBytes / 2));
  return bytes;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test.skipIf(withoutS3 === undefined)('S3', ({ skip }) => skip(withoutS3));

describe.skipIf(withoutS3 !== undefined)('objects of an S3 service', () => {
  let environment: Awaited<ReturnType<typeof createS3Bucket>>;
  beforeAll(async () => {
    environment = await createS3Bucket(BUCKET);
  });

  /** From now on requests are counted, to the end of the test. */
  async function proxied(): ReturnType<typeof startS3Proxy> {
    const proxy = await startS3Proxy(environment.AWS_ENDPOINT_URL ?? '', () => undefined);
    onTestFinished(() => {
      Object.assign(process.env, environment);
      proxy.close();
    });
    process.env.AWS_ENDPOINT_URL = proxy.endpoint;
    return proxy;
  }

  async function packTo(address: string, plain: Uint8Array, options: { readonly overwrite?: boolean } = {}) {
    const sink = new ContainerSink(await createS3Object(address, options));
    return pack(bytesSource(plain), sink, { chunkSize: 2 ** 18 });
  }

  async function plainBytes(address: string): Promise<Uint8Array> {
    const sink = new BytesSink();
    await unpack(containerSource(await openS3Reader(address)), sink);
    return sink.bytes();
  }

  test.each([
    ['in one request', 2 ** 20],
    ['in parts', 48 * 2 ** 20],
  ])('are containers as on a disk, written %s', async (_how, sizeBytes) => {
    const [address, plain] = [`${BUCKET}/a b/${sizeBytes}%.blp`, plainOf(sizeBytes)];
    await packTo(address, plain);
    expect(sha256(await plainBytes(address))).toBe(sha256(plain));
    const reader = await openS3Reader(address);
    const stored = await reader.readAt(0, reader.sizeBytes);
    await reader.close();
    expect(sha256(stored)).toBe(sha256(await packBytesToBytes(plain, { chunkSize: 2 ** 18 })));
    expect(await allOf(listUploads(BUCKET))).toEqual([]);
  });

  test('are read in parts: 100 items of 8 bytes move less than 300 KiB where blocks have 32 KiB', async () => {
    const address = `${BUCKET}/part.blp`;
    const plain = new Uint8Array(Float64Array.from(randomBytes(2 ** 20)).buffer);
    const sink = new ContainerSink(await createS3Object(address));
    await pack(bytesSource(plain), sink, {
      chunkSize: 2 ** 20,
      blosc: { blocksize: 2 ** 15, codec: 'zstd' },
    });
    const proxy = await proxied();
    const reader = await openS3Reader(address, { cache: false });
    const container = await Container.open(reader, { checkDigests: false });
    expect(sha256(await container.readBytes(5_000_000, 5_000_800))).toBe(sha256(plain.subarray(5_000_000, 5_000_800)));
    await container.close();
    expect(proxy.sentBytes()).toBeGreaterThan(800);
    expect(proxy.sentBytes()).toBeLessThan(300 * 2 ** 10);
  });

  test('are not replaced unless asked for', async () => {
    const address = `${BUCKET}/once.blp`;
    await packTo(address, plainOf(1000));
    await expect(packTo(address, plainOf(1000))).rejects.toMatchObject({ code: 'EEXIST' });
    const other = plainOf(3000);
    await packTo(address, other, { overwrite: true });
    expect(sha256(await plainBytes(address))).toBe(sha256(other));
  });

  test('are not replaced when another program has made one while it was written', async () => {
    for (const sizeBytes of [1000, 40 * 2 ** 20]) {
      const address = `${BUCKET}/race-${sizeBytes}.blp`;
      const target = await createS3Object(address);
      const first = plainOf(2000);
      await packTo(address, first);
      target.endOfPatches?.(0);
      await target.append(plainOf(sizeBytes));
      await expect(target.commit()).rejects.toMatchObject({ code: 'ESTALE' });
      expect(sha256(await plainBytes(address))).toBe(sha256(first));
    }
    expect(await allOf(listUploads(BUCKET))).toEqual([]);
  });

  test('leave nothing behind when writing them is cancelled', async () => {
    const controller = new AbortController();
    const target = await createS3Object(`${BUCKET}/cancelled.blp`, { signal: controller.signal });
    target.endOfPatches?.(0);
    await target.append(plainOf(30 * 2 ** 20));
    controller.abort();
    await target.discard();
    expect(await allOf(listUploads(BUCKET))).toEqual([]);
    await expect(openS3Reader(`${BUCKET}/cancelled.blp`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('whose writer died are listed as unfinished, and removed', async () => {
    const target = await createS3Object(`${BUCKET}/dead/x.blp`);
    target.endOfPatches?.(0);
    await target.append(plainOf(30 * 2 ** 20));
    const [found, ...others] = await allOf(listUploads(`${BUCKET}/dead/`));
    expect([found?.key, others]).toEqual(['dead/x.blp', []]);
    if (found) await abortUpload(found);
    expect(await allOf(listUploads(`${BUCKET}/dead/`))).toEqual([]);
    await expect(target.commit()).rejects.toMatchObject({ code: 'ESTALE' });
  });

  test('are listed, with what is below a slash as one', async () => {
    await packTo(`${BUCKET}/list/a.blp`, plainOf(1000));
    await packTo(`${BUCKET}/list/below/b.blp`, plainOf(1000));
    const found = await allOf(listObjects(`${BUCKET}/list/`));
    expect(found.map(({ address, sizeBytes }) => [address, sizeBytes !== undefined])).toEqual([
      [`${BUCKET}/list/below/`, false],
      [`${BUCKET}/list/a.blp`, true],
    ]);
    expect((await allOf(listObjects('s3://'))).map(({ address }) => address)).toContain(`${BUCKET}/`);
  });

  test('are listed page by page, and only what may be a container is looked into', async () => {
    const client = new S3Client({ forcePathStyle: true });
    const put = (from: number) =>
      Promise.all(
        Array.from({ length: 100 }, (_, index) => {
          const Key = `many/${String(from + index).padStart(5, '0')}`;
          return client.send(new PutObjectCommand({ Bucket: BUCKET.slice('s3://'.length), Key, Body: 'small' }));
        }),
      );
    for (let from = 0; from < 2100; from += 100) await put(from);
    client.destroy();
    await packTo(`${BUCKET}/many/00999.blp`, plainOf(1000));
    await packTo(`${BUCKET}/many/z.blp`, plainOf(1000));
    const proxy = await proxied();
    for await (const { address } of listObjects(`${BUCKET}/many/`)) {
      expect(address).toBe(`${BUCKET}/many/00000`);
      break;
    }
    expect(proxy.requests()).toBe(1);
    const { out, code } = await runBlpk(['ls', `${BUCKET}/many/`]);
    expect([code, out.match(/many\/[\w.]+/g)]).toEqual([0, ['many/00999.blp', 'many/z.blp']]);
    // Three pages, and the heads of two containers.
    expect(proxy.requests()).toBe(1 + 3 + 2);
  });

  test.each([
    ['s3://no-such-bucket-here/x.blp', {}, 'ENOENT'],
    [`${BUCKET}/missing.blp`, {}, 'ENOENT'],
    [`${BUCKET}/x.blp`, { AWS_SECRET_ACCESS_KEY: 'wrong' }, 'EACCES'],
    [`${BUCKET}/x.blp`, { AWS_ACCESS_KEY_ID: 'unknown' }, 'EACCES'],
    [`${BUCKET}/x.blp`, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, 'ECONNREFUSED'],
  ])('%s with %j cannot be read, for a reason in words', async (address, change, code) => {
    Object.assign(process.env, change);
    try {
      await expect(openS3Reader(address, { http: { attempts: 1 } })).rejects.toMatchObject({ code, kind: 'io' });
    } finally {
      Object.assign(process.env, environment);
    }
  });

  describe('with blpk', () => {
    const cwd = scratchFolder();
    const run = (...args: readonly string[]) => runBlpk(args, { cwd });

    test('are packed, listed, verified, sliced and unpacked', async () => {
      writeFileSync(join(cwd, 'image.npy'), readFileSync(fixturePath('plain/image_u2.npy')));
      const address = `${BUCKET}/cli/image.blp`;
      expect(await run('pack', '-z', '8K', 'image.npy', address)).toMatchObject({ code: 0, out: '', err: '' });
      expect(await run('pack', 'image.npy', address)).toMatchObject({
        code: 1,
        err: `blpk: error: '${address}' exists and was not replaced\n`,
      });
      expect((await run('ls', `${BUCKET}/cli/`)).out).toContain(`${address}: dtype '<u2', shape`);
      expect(await run('verify', address)).toMatchObject({ code: 0 });
      const local = await run('slice', 'image.npy', '0:1');
      expect(await run('slice', address, '0:1')).toMatchObject({ code: 0, out: local.out });
      expect(await run('unpack', address, 'back.npy')).toMatchObject({ code: 0, err: '' });
      expect(readFileSync(join(cwd, 'back.npy'))).toEqual(readFileSync(join(cwd, 'image.npy')));
      expect((await run('unpack', address, `${BUCKET}/x.npy`)).err).toContain('only containers are written to S3');
    });

    /** Notes of uploads that have not ended. */
    function notes(): number {
      const folder = join(environment.BLPK_CACHE_DIR ?? '', 'uploads');
      const names = existsSync(folder) ? readdirSync(folder) : [];
      return names.filter((name) => existsSync(join(folder, name)) && statSync(join(folder, name)).size > 0).length;
    }

    /** Runs blpk until it has begun an upload to an object and noted that, and kills it. */
    async function killed(address: string, ...args: readonly string[]): Promise<void> {
      let child: ChildProcess | undefined;
      const before = notes();
      const ended = runBlpk(args, {
        cwd,
        started: (started) => {
          child = started;
        },
      });
      await until(async () => notes() > before && (await allOf(listUploads(address))).length > 0);
      child?.kill('SIGKILL');
      await ended;
    }

    test('are arrays of HDF5 files and Zarr stores', async () => {
      const client = new S3Client({ forcePathStyle: true });
      const source = fixturePath('plain/image_u2.npy');
      const local = await run('digest', source);
      for (const [name, files] of [
        ['x.zarr', ['x.zarr/.zarray', 'x.zarr/0.0']],
        ['x.h5', ['x.h5']],
      ] as const) {
        expect(await run('convert', source, name)).toMatchObject({ code: 0 });
        for (const Key of files) {
          const Body = readFileSync(join(cwd, Key));
          await client.send(new PutObjectCommand({ Bucket: BUCKET.slice('s3://'.length), Key, Body }));
        }
        expect((await run('digest', `${BUCKET}/${name}`)).out).toContain(local.out.split(' ')[0]);
      }
      client.destroy();
    });

    test('of a writer that was killed do not exist, and clean removes what it has left', async () => {
      writeFileSync(join(cwd, 'noise.dat'), randomBytes(40 * 2 ** 20));
      const address = `${BUCKET}/killed/noise.blp`;
      await killed(address, 'compress', 'noise.dat', address);
      await expect(openS3Reader(address)).rejects.toMatchObject({ code: 'ENOENT' });
      expect((await run('clean', `${BUCKET}/killed/`)).out).toBe('blpk: there is no unfinished upload\n');
      expect((await run('clean', '--older-than', '0', `${BUCKET}/killed/`)).out).toContain(address);
      expect(await run('-f', 'clean', '--older-than', '0', `${BUCKET}/killed/`)).toMatchObject({ code: 0 });
      expect(await allOf(listUploads(`${BUCKET}/killed/`))).toEqual([]);
    });

    test('of a group of Zarr are listed', async () => {
      const client = new S3Client({ forcePathStyle: true });
      const Bucket = BUCKET.slice('s3://'.length);
      const put = (key: string, Body: string | Buffer) =>
        client.send(new PutObjectCommand({ Bucket, Key: `group.zarr/${key}`, Body }));
      await put('.zgroup', '{"zarr_format": 2}');
      await put('in/.zgroup', '{"zarr_format": 2}');
      expect(await run('convert', fixturePath('plain', 'arange_i8.npy'), 'one.zarr')).toMatchObject({ code: 0 });
      for (const key of readdirSync(join(cwd, 'one.zarr'))) {
        for (const at of ['a', 'in/b']) await put(`${at}/${key}`, readFileSync(join(cwd, 'one.zarr', key)));
      }
      client.destroy();
      for (const address of [`${BUCKET}/group.zarr`, `${BUCKET}/group.zarr/`]) {
        const { out, code } = await run('info', address);
        expect([code, [...out.matchAll(/\/(a|in\/b)\b/g)].map(([, name]) => name)]).toEqual([0, ['a', 'in/b']]);
      }
    });

    test('of other names that only begin alike are not cleaned', async () => {
      const client = new S3Client({ forcePathStyle: true });
      const Bucket = BUCKET.slice('s3://'.length);
      const keys = ['alike/x.blp', 'alike/x.blp2', 'alike/x.blp/in'];
      for (const Key of keys) await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      client.destroy();
      const left = async (address: string) => (await allOf(listUploads(address))).map(({ key }) => key);
      expect(await left(`${BUCKET}/alike/x.blp`)).toEqual(['alike/x.blp', 'alike/x.blp/in']);
      expect(await left(`${BUCKET}/alike/x.blp/`)).toEqual(['alike/x.blp/in']);
      expect(await left(`${BUCKET}/ali`)).toEqual([]);
      await run('-f', 'clean', '--older-than', '0', `${BUCKET}/alike/x.blp`);
      expect(await left(`${BUCKET}/alike`)).toEqual(['alike/x.blp2']);
      await run('-f', 'clean', '--older-than', '0', `${BUCKET}/alike/`);
      expect(await left(BUCKET)).toEqual([]);
    });

    test('that a killed program was changing can be changed at once: the next one removes what it has left', async () => {
      writeFileSync(join(cwd, 'noise.dat'), randomBytes(40 * 2 ** 20));
      const address = `${BUCKET}/changed/x.blp`;
      await packTo(address, plainOf(24 * 2 ** 20));
      await killed(address, 'append', address, 'noise.dat');
      expect(await allOf(listUploads(address))).toHaveLength(1);
      expect(await run('append', address, 'noise.dat')).toMatchObject({ code: 0, err: '' });
      expect(await allOf(listUploads(address))).toEqual([]);
    });

    test('that another machine seems to be changing are refused, and the message names the command that removes that', async () => {
      const address = `${BUCKET}/other/x y.blp`;
      await packTo(address, plainOf(24 * 2 ** 20));
      const other = new S3Client({ forcePathStyle: true });
      const [Bucket, Key] = [BUCKET.slice('s3://'.length), 'other/x y.blp'];
      await other.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      other.destroy();
      const refused = await run('append', address, 'noise.dat');
      const command = /`blpk (.*)`/.exec(refused.err)?.[1] ?? '';
      expect([refused.code, command]).toEqual([1, `-f clean --older-than 0 '${address}'`]);
      expect(await run('-f', 'clean', '--older-than', '0', address)).toMatchObject({ code: 0 });
      expect(await run('append', address, 'noise.dat')).toMatchObject({ code: 0, err: '' });
    });
  });
});
