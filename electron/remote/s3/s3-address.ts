import { ArgumentError } from '../../../shared/format/errors.js';

/** An object, or the beginning of the names of objects. */
export interface S3Address {
  readonly bucket: string;
  /** May be empty, for a bucket. */
  readonly key: string;
}

const ADDRESS = /^s3:\/\/([^/]*)\/?(.*)$/is;
/** What services accept as the name of a bucket. */
const BUCKET = /^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i;

/** Keys are taken as they are written, also with `%` and spaces. Throws ArgumentError for an address without a bucket. */
export function parseS3Address(address: string): S3Address {
  const [, bucket = '', key = ''] = ADDRESS.exec(address) ?? [];
  if (BUCKET.test(bucket)) return { bucket, key };
  throw new ArgumentError(`'${address}' does not name a bucket: write it as s3://bucket/key`);
}

/** The same for one object. Throws ArgumentError without a key. */
export function parseObjectAddress(address: string): S3Address {
  const parsed = parseS3Address(address);
  if (parsed.key !== '' && !parsed.key.endsWith('/')) return parsed;
  throw new ArgumentError(`'${address}' names no object: write it as s3://bucket/key`);
}

export function s3AddressOf({ bucket, key }: S3Address): string {
  return `s3://${bucket}/${key}`;
}

/** What services accept as a key. */
const MAX_KEY_BYTES = 1024;

export function isKeyTooLong(address: string): boolean {
  return Buffer.byteLength(parseS3Address(address).key) > MAX_KEY_BYTES;
}
