import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, test } from 'vitest';
import { codeOf } from '../../../../electron/engine/io/io-error.js';
import { createS3Object, openS3Reader } from '../../../../electron/remote/s3/open-s3.js';
import { describeReader } from '../../engine/io/reader-conformance.js';
import { describeTarget } from '../../engine/io/target-conformance.js';
import { bucketAddress, createS3Bucket, withoutS3 } from './s3-server.js';

const BUCKET = bucketAddress('conformance');

test.skipIf(withoutS3 === undefined)('S3', ({ skip }) => skip(withoutS3));

describe.skipIf(withoutS3 !== undefined)('an object', () => {
  let made = 0;
  let client: S3Client;
  beforeAll(async () => {
    await createS3Bucket(BUCKET);
    client = new S3Client({ forcePathStyle: true });
  });

  describeReader('S3', async (content) => {
    const Key = `read-${++made}`;
    await client.send(new PutObjectCommand({ Bucket: BUCKET.slice('s3://'.length), Key, Body: content }));
    return openS3Reader(`${BUCKET}/${Key}`, { cache: false });
  });

  describeTarget('S3', async () => {
    const address = `${BUCKET}/written-${++made}`;
    return {
      open: (overwrite) => createS3Object(address, { overwrite }),
      content: () => contentOf(address),
    };
  });
});

async function contentOf(address: string): Promise<Uint8Array | undefined> {
  try {
    const reader = await openS3Reader(address, { cache: false });
    const bytes = await reader.readAt(0, reader.sizeBytes);
    await reader.close();
    return bytes.slice();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
