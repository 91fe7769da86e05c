import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { IoError } from '../../../shared/format/errors.js';
import type { ObjectKey } from './multipart-upload.js';
import { failureOfS3 } from './s3-failures.js';

/** What an object is now. */
export interface ObjectVersion {
  /** The same only for the same bytes. */
  readonly etag: string | undefined;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
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
export async function versionOf(client: S3Client, object: ObjectKey, name: string): Promise<ObjectVersion | undefined> {
  try {
    const head = await client.send(new HeadObjectCommand(object));
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
