import { HeadBucketCommand, HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { IoError } from '../../../shared/format/errors.js';
import type { ObjectKey } from './multipart-upload.js';
import { failureOfS3 } from './s3-failures.js';

export interface ObjectFacts {
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** What an object is now. */
export interface ObjectVersion extends ObjectFacts {
  /** The same only for the same bytes. */
  readonly etag: string | undefined;
  /** What was said of the object when it was made, to be said of one that replaces it. */
  readonly headers: Partial<Pick<HeadObjectCommandOutput, (typeof KEPT_HEADERS)[number]>>;
}

const KEPT_HEADERS = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'Metadata',
  'StorageClass',
] as const;

/** Undefined where there is no such object. Throws IoError. */
export async function versionOf(
  client: S3Client,
  object: ObjectKey,
  name: string,
  signal?: AbortSignal,
): Promise<ObjectVersion | undefined> {
  try {
    const head = await client.send(new HeadObjectCommand(object), signal ? { abortSignal: signal } : {});
    const kept = KEPT_HEADERS.filter((key) => head[key] !== undefined).map((key) => [key, head[key]]);
    return {
      etag: head.ETag,
      sizeBytes: head.ContentLength ?? 0,
      modifiedMs: head.LastModified?.getTime() ?? 0,
      headers: Object.fromEntries(kept),
    };
  } catch (error) {
    const failure = failureOfS3('write', name, error);
    if (failure instanceof IoError && failure.code === 'ENOENT') return undefined;
    throw failure;
  }
}

/** Throws IoError where there is no such bucket, or the service cannot be asked. Those who may write need not be allowed to look. */
export async function requireBucket(client: S3Client, bucket: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    const name = `s3://${bucket}`;
    const failure = failureOfS3('write', name, error);
    const code = failure instanceof IoError ? failure.code : undefined;
    if (code === 'ENOENT')
      throw new IoError(code, `cannot write to '${name}': there is no such bucket`, { file: name });
    if (error instanceof Error && error.name === 'Forbidden') return;
    throw failure;
  }
}
