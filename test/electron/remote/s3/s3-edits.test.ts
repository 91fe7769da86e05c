import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { Container } from '../../../../electron/engine/container/container.js';
import { append } from '../../../../electron/engine/in-place/append/append.js';
import type { AppendOptions } from '../../../../electron/engine/in-place/append/append-job.js';
import { editMetadata } from '../../../../electron/engine/in-place/metadata/edit-metadata.js';
import { setAddressOpener } from '../../../../electron/engine/io/address-opener.js';
import { packBytesToBytes } from '../../../../electron/engine/pack/convenience.js';
import { bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { isS3Address } from '../../../../electron/remote/remote-address.js';
import {
  createS3Object,
  listUploads,
  openS3Reader,
  openS3Replaceable,
} from '../../../../electron/remote/s3/open-s3.js';
import type { JsonValue } from '../../../../shared/format/json.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { bucketAddress, createS3Bucket, withoutS3 } from './s3-server.js';

const BUCKET = bucketAddress('edits');
const MIB = 2 ** 20;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test.skipIf(withoutS3 === undefined)('S3', ({ skip }) => skip(withoutS3));

describe.skipIf(withoutS3 !== undefined)('containers on S3', () => {
  let client: S3Client;
  beforeAll(async () => {
    await createS3Bucket(BUCKET);
    client = new S3Client({ forcePathStyle: true });
    setAddressOpener({
      isAddress: isS3Address,
      open: (address) => openS3Reader(address, { cache: false }),
      create: createS3Object,
      replaceable: (address) => openS3Replaceable(address, { cache: false }),
    });
  });

  function objectOf(address: string) {
    return { Bucket: BUCKET.slice('s3://'.length), Key: address.slice(BUCKET.length + 1) };
  }

  async function put(address: string, bytes: Uint8Array, more: { readonly ContentType?: string } = {}): Promise<void> {
    await client.send(new PutObjectCommand({ ...objectOf(address), ...more, Body: bytes }));
  }

  async function stored(address: string): Promise<Uint8Array> {
    const reader = await openS3Reader(address, { cache: false });
    try {
      return await reader.readAt(0, reader.sizeBytes);
    } finally {
      await reader.close();
    }
  }

  async function unfinished(): Promise<number> {
    let found = 0;
    for await (const _upload of listUploads(BUCKET)) found++;
    return found;
  }

  /** The same change of a file and of an object with the same bytes. */
  async function changedBoth(name: string, content: Uint8Array, change: (path: string) => Promise<unknown>) {
    const path = join(scratchFolder(), 'local.blp');
    writeFileSync(path, content);
    await change(path);
    const address = `${BUCKET}/${name}.blp`;
    await put(address, content);
    await change(address);
    expect(await unfinished()).toBe(0);
    return { local: sha256(readFileSync(path)), remote: sha256(await stored(address)), before: sha256(content) };
  }

  const packed = (sizeBytes: number, metadata?: JsonValue, maxAppChunks = 1000) =>
    packBytesToBytes(randomBytes(sizeBytes), {
      chunkSize: 2 ** 18,
      bloscpack: { maxAppChunks },
      blosc: { clevel: 0 },
      ...(metadata !== undefined && { metadata }),
    });

  const cases: readonly (readonly [string, number, number, AppendOptions])[] = [
    ['small data to small objects', 100_000, 1000, {}],
    ['large data to small objects', 100_000, 15 * MIB + 7, {}],
    ['small data to large objects', 17 * MIB + 5, 1000, {}],
    ['large data to large objects', 17 * MIB + 5, 20 * MIB, {}],
    ['data to objects of just two parts', 10 * MIB, 300_000, {}],
    ['more chunks than there is room for', 12 * MIB, 300_000, { grow: true }],
  ];
  test.each(cases)('have the same bytes as files after appending %s', async (name, oldBytes, newBytes, options) => {
    const added = randomBytes(newBytes);
    const content = await packed(oldBytes, undefined, options.grow ? 0 : 1000);
    const { local, remote, before } = await changedBoth(`append ${name}`, content, (path) =>
      append(path, bytesSource(added), options),
    );
    expect(remote).toBe(local);
    expect(remote).not.toBe(before);
  });

  test.each([
    ['small objects in place', 100_000, { note: 'b' }],
    ['small objects with more room', 100_000, { note: 'b'.repeat(5), more: randomBytes(9000).toString('hex') }],
    ['large objects in place', 20 * MIB, { note: 'b' }],
    ['large objects with more room', 20 * MIB, { note: 'b', more: randomBytes(9000).toString('hex') }],
  ])('have the same bytes as files after changing the metadata of %s', async (name, sizeBytes, metadata) => {
    const { local, remote, before } = await changedBoth(
      `meta ${name}`,
      await packed(sizeBytes, { note: 'a' }),
      (path) => editMetadata(path, () => metadata),
    );
    expect(remote).toBe(local);
    expect(remote).not.toBe(before);
  });

  test('keep what is said of the object', async () => {
    for (const sizeBytes of [1000, 12 * MIB]) {
      const address = `${BUCKET}/type.blp`;
      await put(address, await packed(sizeBytes), { ContentType: 'application/x-blp' });
      await append(address, bytesSource(randomBytes(1000)));
      expect(await client.send(new HeadObjectCommand(objectOf(address)))).toMatchObject({
        ContentType: 'application/x-blp',
      });
    }
  });

  test.each([
    ['small', 50_000],
    ['large', 14 * MIB],
  ])('that are %s lose nothing when two programs change them: the later one is refused', async (_how, sizeBytes) => {
    const address = `${BUCKET}/two-${sizeBytes}.blp`;
    const content = await packed(sizeBytes, { note: 'a' });
    await put(address, content);
    async function* pieces() {
      yield randomBytes(10);
      await editMetadata(address, () => ({ note: 'b' }));
      yield randomBytes(1000);
    }
    await expect(append(address, pieces())).rejects.toMatchObject({ kind: 'io', code: 'ESTALE' });
    const path = join(scratchFolder(), 'local.blp');
    writeFileSync(path, content);
    await editMetadata(path, () => ({ note: 'b' }));
    expect(sha256(await stored(address))).toBe(sha256(readFileSync(path)));
    expect(await unfinished()).toBe(0);
  });

  test.each([
    ['small', 50_000],
    ['large', 12 * MIB],
  ])('that are %s have all that was added when programs add to them at the same time', async (_how, sizeBytes) => {
    const address = `${BUCKET}/race-${sizeBytes}.blp`;
    await put(address, await packed(sizeBytes));
    const adding = Array.from({ length: 4 }, (_, index) => append(address, bytesSource(randomBytes(1000 + index))));
    const ended = await Promise.allSettled(adding);
    const added = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value.addedBytes] : []));
    for (const end of ended) if (end.status === 'rejected') expect(['ESTALE', 'EBUSY']).toContain(end.reason.code);
    expect(added.length).toBeGreaterThan(0);
    const reader = await openS3Reader(address, { cache: false });
    const container = await Container.open(reader);
    expect(await container.plainBytes()).toBe(sizeBytes + added.reduce((sum, bytes) => sum + bytes, 0));
    await container.close();
    expect(await unfinished()).toBe(0);
  });

  test('cannot be changed where there is none', async () => {
    await expect(append(`${BUCKET}/none.blp`, bytesSource(randomBytes(10)))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
