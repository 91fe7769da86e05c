import { randomBytes } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { RandomReader } from '../../../../electron/engine/io/random-reader.js';
import { createS3Object, listUploads, openS3Reader } from '../../../../electron/remote/s3/open-s3.js';
import { failureOfS3 } from '../../../../electron/remote/s3/s3-failures.js';
import { type Fault, startS3Proxy } from '../../../kill/s3-proxy.mjs';
import { fastRetries } from '../fast-retries.js';
import { bucketAddress, createS3Bucket, withoutS3 } from './s3-server.js';

const BUCKET = bucketAddress('faults');
const MIB = 2 ** 20;
const bytes = randomBytes(300_000);
/** Longer than the service takes on a busy machine. */
const IDLE_MS = 1000;

/** As services say it. */
function refusal(status: number, code: string, headers: Record<string, string> = {}): Fault {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
  return { answer: { status, headers: { 'content-type': 'application/xml', ...headers }, body } };
}

/** Failures that pass. */
const passing: readonly (readonly [string, Fault])[] = [
  ['500', refusal(500, 'InternalError')],
  ['503 SlowDown', refusal(503, 'SlowDown', { 'retry-after': '0' })],
  ['429 with Retry-After', refusal(429, 'TooManyRequests', { 'retry-after': '1' })],
  ['a connection that breaks before the service sees the request', { at: 'before' }],
  ['a connection that breaks in the middle of the request', { at: 'during' }],
  ['a connection that breaks when the service has done it', { at: 'after' }],
];

/** Failures that stay, and the code and the words of the one sentence. */
const lasting: readonly (readonly [string, Fault, string, RegExp])[] = [
  ['credentials that have expired', refusal(400, 'ExpiredToken'), 'EACCES', /: the credentials have expired: sign in/],
  ['a clock that differs', refusal(403, 'RequestTimeTooSkewed'), 'EACCES', /: the clock of this machine differs/],
  ['what is not allowed', refusal(403, 'AccessDenied'), 'EACCES', /: the service does not allow it/],
];

test('a service that wants fewer requests for long is named so', () => {
  const said = Object.assign(new Error('no'), { name: 'TooManyRequests' });
  expect(failureOfS3('write', 's3://bucket/x', said)).toMatchObject({
    code: 'EBUSY',
    message: "cannot write 's3://bucket/x': the service asks for fewer requests",
  });
});

test.skipIf(withoutS3 === undefined)('S3', ({ skip }) => skip(withoutS3));

describe.skipIf(withoutS3 !== undefined)('an S3 service that fails', () => {
  let endpoint = '';
  let client: S3Client;
  beforeAll(async () => {
    endpoint = (await createS3Bucket(BUCKET)).AWS_ENDPOINT_URL ?? '';
    client = new S3Client({ forcePathStyle: true, endpoint });
  });

  /** From now on requests go through a proxy, which lets some fail. */
  async function through(faultOf: (number: number, method: string) => Fault | undefined): Promise<void> {
    const proxy = await startS3Proxy(endpoint, ({ number, method }) => faultOf(number, method));
    process.env.AWS_ENDPOINT_URL = proxy.endpoint;
    onTestFinished(() => {
      process.env.AWS_ENDPOINT_URL = endpoint;
      proxy.close();
    });
  }

  async function put(key: string, content: Uint8Array): Promise<string> {
    await client.send(new PutObjectCommand({ Bucket: BUCKET.slice('s3://'.length), Key: key, Body: content }));
    return `${BUCKET}/${key}`;
  }

  async function all(reader: RandomReader): Promise<Uint8Array> {
    const found = await reader.readAt(0, reader.sizeBytes);
    await reader.close();
    return found;
  }

  test.each([
    ...passing,
    ['an answer that is cut', { bodyBytes: 1000 }],
    ['another range than was asked for', { head: { 'content-range': 'bytes 5-65540/300000' } }],
  ] satisfies readonly (readonly [string, Fault])[])('gives the right bytes after %s', async (_what, fault) => {
    const address = await put('read', bytes);
    await through((number) => (number === 1 || number === 3 ? fault : undefined));
    expect(Buffer.compare(await all(await openS3Reader(address, fastRetries)), bytes)).toBe(0);
  });

  test.each(lasting)('says what is wrong of %s', async (_what, fault, code, words) => {
    const address = await put('read', bytes);
    await through(() => fault);
    await expect(openS3Reader(address, fastRetries)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words),
    });
    const written = createS3Object(`${BUCKET}/new`, { overwrite: true });
    const commit = written.then(async (target) => {
      await target.append(bytes);
      await target.commit();
    });
    await expect(commit).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
  });

  test.each([
    ['does not answer', { pace: 'stalls' }, /the server did not answer in time$/],
    ['stops in the body', { pace: 'stalls', bodyBytes: 1000 }, /the server stopped sending$/],
    ['sends a byte now and then', { pace: 'trickles', bodyBytes: 100 }, /the server sends too slowly$/],
  ] satisfies [string, Fault, RegExp][])(
    'that %s is asked again, and at last reported',
    async (_what, fault, words) => {
      const address = await put('slow', bytes);
      const impatient = { cache: false, http: { ...fastRetries.http, attempts: 2, idleTimeoutMs: IDLE_MS } } as const;
      await through((number) => (number === 1 || number === 3 || number > 4 ? fault : undefined));
      const reader = await openS3Reader(address, impatient);
      expect(Buffer.compare(await reader.readAt(100_000, 9), bytes.subarray(100_000, 100_009))).toBe(0);
      await expect(reader.readAt(200_000, 9)).rejects.toThrow(words);
      await reader.close();
    },
  );

  test('that does not answer while an object is written is asked again, and at last reported', async () => {
    const target = await createS3Object(`${BUCKET}/slow`, { overwrite: true, idleTimeoutMs: IDLE_MS });
    await through((number) => (number === 1 ? { pace: 'stalls' } : undefined));
    await target.append(bytes);
    await target.commit();
    expect(Buffer.compare(await all(await openS3Reader(`${BUCKET}/slow`, fastRetries)), bytes)).toBe(0);
    await through(() => ({ pace: 'stalls' }));
    const lost = await createS3Object(`${BUCKET}/slow`, { overwrite: true, idleTimeoutMs: IDLE_MS });
    await lost.append(bytes);
    await expect(lost.commit()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  test('is not read further when the object has changed', async () => {
    const address = await put('changing', bytes);
    const reader = await openS3Reader(address, fastRetries);
    await put('changing', randomBytes(bytes.byteLength));
    await expect(reader.readAt(200_000, 1000)).rejects.toMatchObject({ code: 'ESTALE' });
    await reader.close();
  });

  test('that has no address is named', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://s3.no-such-server.invalid';
    onTestFinished(() => {
      process.env.AWS_ENDPOINT_URL = endpoint;
    });
    const code = expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/);
    await expect(openS3Reader(`${BUCKET}/x`, fastRetries)).rejects.toMatchObject({ code });
    await expect(createS3Object(`${BUCKET}/x`)).rejects.toMatchObject({ code });
  });

  test.each(passing)('gets all of an object once in spite of %s', async (what, fault) => {
    for (const sizeBytes of [1000, 13 * MIB]) {
      const content = randomBytes(sizeBytes);
      const address = `${BUCKET}/written ${what} ${sizeBytes}`;
      let failed = false;
      // Once each: the first request with a body, and the last one.
      await through((_number, method) => {
        const fails = method === 'PUT' && !failed;
        failed ||= fails;
        return fails ? fault : undefined;
      });
      const target = await createS3Object(address);
      target.endOfPatches?.(0);
      await target.append(content);
      await target.commit();
      process.env.AWS_ENDPOINT_URL = endpoint;
      expect(Buffer.compare(await all(await openS3Reader(address, fastRetries)), content)).toBe(0);
    }
    for await (const upload of listUploads(BUCKET)) expect(upload).toBeUndefined();
  });

  test('that has made the object though the answer was lost is believed', async () => {
    const content = randomBytes(13 * MIB);
    let posts = 0;
    await through((_number, method) => (method === 'POST' && ++posts === 2 ? { at: 'after' } : undefined));
    const target = await createS3Object(`${BUCKET}/lost`);
    target.endOfPatches?.(0);
    await target.append(content);
    await target.commit();
    expect(Buffer.compare(await all(await openS3Reader(`${BUCKET}/lost`, fastRetries)), content)).toBe(0);
  });
});
