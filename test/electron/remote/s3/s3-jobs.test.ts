import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { unpackBytesFromBytes } from '../../../../electron/engine/pack/convenience.js';
import type { JobSpec } from '../../../../electron/jobs/queue/job-spec.js';
import { createS3Object, listObjects, listUploads, openS3Reader } from '../../../../electron/remote/s3/open-s3.js';
import { fixturePath } from '../../../fixtures.js';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the kills run without a build
import { type Fault, startS3Proxy } from '../../../kill/s3-proxy.mjs';
import { scratchFolder } from '../../../scratch-folder.js';
import { openQueue } from '../../jobs/open-queue.js';
import { compressSpec, decompressSpec, OPTIONS, verifySpec } from '../../jobs/specs.js';
import { allOf } from './all-of.js';
import { bucketAddress, createS3Bucket, withoutS3 } from './s3-server.js';

const BUCKET = bucketAddress('jobs');
const MIB = 2 ** 20;
const npy = readFileSync(fixturePath('plain', 'arange_i8.npy'));
const whole = { address: 'whole' } as const;

test.skipIf(withoutS3 === undefined)('S3', ({ skip }) => skip(withoutS3));

describe.skipIf(withoutS3 !== undefined)('a job with an object of S3', () => {
  let endpoint = '';
  beforeAll(async () => {
    endpoint = (await createS3Bucket(BUCKET)).AWS_ENDPOINT_URL ?? '';
  });

  /** From now on the threads of new queues go through a proxy. */
  async function through(faultOf: (method: string, url: string) => Fault | undefined): Promise<void> {
    const proxy = await startS3Proxy(endpoint, ({ method, url }) => faultOf(method, url));
    process.env.AWS_ENDPOINT_URL = proxy.endpoint;
    onTestFinished(() => {
      process.env.AWS_ENDPOINT_URL = endpoint;
      proxy.close();
    });
  }

  test('writes it, checks it there, and reads it as any other', async () => {
    const folder = scratchFolder();
    const { queue, reach } = await openQueue(folder);
    const target = `${BUCKET}/run/a.npy.blp`;
    queue.add([{ ...compressSpec(fixturePath('plain', 'arange_i8.npy')), targetPath: target }]);
    const packed = await reach('arange_i8.npy', 'done');
    expect(packed).toMatchObject({ state: 'done', plainBytes: 8315 * 8, grew: false });
    expect(queue.details(packed.id)?.log.map(({ text }) => text)).toContain('done');

    queue.controlAll('clear-finished');
    queue.add([decompressSpec(target, join(folder, 'a.npy'), whole)]);
    expect(await reach('a.npy.blp', 'done')).toMatchObject({ state: 'done', plainBytes: 8315 * 8 });
    expect(readFileSync(join(folder, 'a.npy'))).toEqual(npy);

    queue.controlAll('clear-finished');
    queue.add([{ ...verifySpec(target), ...whole }]);
    expect(await reach('a.npy.blp', 'done')).toMatchObject({ checked: { match: 1, mismatch: 0 } });
  });

  test('packs an array of S3 into S3', async () => {
    const source = `${BUCKET}/array/a.npy`;
    const object = await createS3Object(source);
    await object.append(npy);
    await object.commit();
    const { queue, reach } = await openQueue(scratchFolder());
    queue.add([{ ...compressSpec(source), targetPath: `${source}.blp`, check: 'verify', ...whole }]);
    await reach('a.npy', 'done');
    expect(await keysBelow('array/')).toEqual(['array/a.npy', 'array/a.npy.blp']);
  });

  test('replaces no object unless that was answered', async () => {
    const folder = scratchFolder();
    const { queue, reach } = await openQueue(folder);
    const targetPath = `${BUCKET}/there.blp`;
    const spec = { ...compressSpec(join(folder, 'x')), targetPath };
    writeFileSync(spec.sourcePath, 'first');
    queue.add([spec]);
    await reach('x', 'done');
    queue.controlAll('clear-finished');
    writeFileSync(spec.sourcePath, 'second');
    queue.add([spec]);
    expect((await reach('x', 'done', 'failed')).error).toMatchObject({ code: 'EEXIST' });
    expect(await plainOf(targetPath)).toBe('first');
    await queue.control([queue.view().jobs[0]?.id ?? ''], 'remove');
    queue.add([{ ...spec, overwrite: true }]);
    const replaced = await reach('x', 'done', 'failed');
    // No trash would have it: it stays, and the row says why it is of no use.
    expect(replaced).toMatchObject({ state: 'done', grew: false, note: 'The output is larger than its source' });
    expect(await plainOf(targetPath)).toBe('second');
  });

  test('leaves neither object nor parts when it is cancelled', async () => {
    const folder = scratchFolder();
    let sendsParts: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      sendsParts = resolve;
    });
    await through((method, url) => {
      if (method !== 'PUT' || !url.includes('partNumber=')) return undefined;
      sendsParts();
      return { pace: 'stalls' };
    });
    const { queue, job, reach } = await openQueue(folder);
    queue.add([largeSpec(folder, `${BUCKET}/cancelled/large.blp`)]);
    await begun;
    await queue.control([job('large').id], 'cancel');
    expect((await reach('large', 'cancelled', 'failed')).state).toBe('cancelled');
    expect(await keysBelow('cancelled/')).toEqual([]);
    expect(await uploadsBelow('cancelled/')).toEqual([]);
  });

  test('removes an object whose check finds that it is not what was written', async () => {
    const folder = scratchFolder();
    await through((method, url) =>
      method === 'GET' && url.includes('wrong.blp')
        ? {
            answer: { status: 206, headers: { 'content-range': 'bytes 0-99/100', etag: '"1"' }, body: 'x'.repeat(100) },
          }
        : undefined,
    );
    const { queue, reach } = await openQueue(folder);
    const spec = { ...compressSpec(fixturePath('plain', 'arange_i8.npy')), targetPath: `${BUCKET}/wrong/wrong.blp` };
    queue.add([spec]);
    const failed = await reach('arange_i8.npy', 'done', 'failed');
    expect(failed).toMatchObject({ state: 'failed', error: { kind: 'format' } });
    expect(queue.details(failed.id)?.log.map(({ text }) => text)).toContain('the object was removed');
    expect(await keysBelow('wrong/')).toEqual([]);
  });

  test('leaves nothing on this machine', async () => {
    const folder = scratchFolder();
    const { queue, reach } = await openQueue(folder);
    queue.add([largeSpec(folder, `${BUCKET}/large.blp`)]);
    await reach('large', 'done');
    expect(readdirSync(folder).sort()).toEqual(['large', 'state']);
  });

  function largeSpec(folder: string, targetPath: string): JobSpec {
    const sourcePath = join(folder, 'large');
    writeFileSync(sourcePath, randomBytes(20 * MIB));
    return { ...compressSpec(sourcePath), targetPath, options: { ...OPTIONS, clevel: 0 } };
  }

  async function plainOf(address: string): Promise<string> {
    const reader = await openS3Reader(address, { cache: false });
    const container = await reader.readAt(0, reader.sizeBytes);
    await reader.close();
    return Buffer.from((await unpackBytesFromBytes(container)).bytes).toString();
  }

  async function keysBelow(key: string): Promise<readonly string[]> {
    const addresses = (await allOf(listObjects(`${BUCKET}/${key}`))).map(({ address }) => address);
    return addresses.map((address) => address.slice(BUCKET.length + 1));
  }

  function uploadsBelow(key: string) {
    return allOf(listUploads(`${BUCKET}/${key}`));
  }
});
