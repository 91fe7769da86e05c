import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { IoError } from '../../../shared/format/errors.js';
import type { ReplaceableFile } from '../../engine/io/address-opener.js';
import type { ByteTarget } from '../../engine/io/byte-target.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { openHttpReader, type RemoteOptions } from '../open-remote.js';
import { type ListedObject, objectsBelow } from './list-objects.js';
import type { ObjectKey } from './multipart-upload.js';
import { type ObjectFacts, requireBucket, versionOf } from './object-version.js';
import { parseObjectAddress, parseS3Address, s3AddressOf } from './s3-address.js';
import { failureOfS3 } from './s3-failures.js';
import { s3Client, signedFile } from './s3-session.js';
import { S3Target } from './s3-target.js';
import { removeUpload, type UnfinishedUpload, uploadsBelow } from './unfinished-uploads.js';

/** Opens an object for reading by position. The caller closes the reader. Throws IoError and ArgumentError. */
export async function openS3Reader(address: string, options: RemoteOptions = {}): Promise<RandomReader> {
  return openHttpReader(await signedFile(parseObjectAddress(address)), options);
}

export interface S3TargetOptions {
  /** Replace an object of the same name. Default false. */
  readonly overwrite?: boolean | undefined;
  /** Longest wait without a byte, but for what the service does by itself. Default: a minute. */
  readonly idleTimeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * An object to write. Throws IoError('EEXIST') where there is an object of this name that may not be replaced; ArgumentError for what is
 * no address of an object.
 */
export async function createS3Object(address: string, options: S3TargetOptions = {}): Promise<ByteTarget> {
  const { idleTimeoutMs, overwrite, signal } = options;
  const [client, object, name] = [s3Client(idleTimeoutMs), objectKeyOf(address), nameOf(address)];
  try {
    if (!overwrite && (await versionOf(client, object, name, signal))) {
      throw new IoError('EEXIST', `'${name}' exists and was not replaced`, { file: name });
    }
  } catch (error) {
    client.destroy();
    throw error;
  }
  return new S3Target(client, object, name, overwrite ? 'anything' : 'nothing', signal);
}

/** An object to change: what is the same in the new one is copied by the service. Throws IoError and ArgumentError. */
export async function openS3Replaceable(address: string, options: RemoteOptions = {}): Promise<ReplaceableFile> {
  const [client, object, name] = [s3Client(), objectKeyOf(address), nameOf(address)];
  const version = await versionOf(client, object, name);
  client.destroy();
  const etag = version?.etag;
  // Before the first byte is read: what is read then is of this version, or writing is refused.
  const reader = await openS3Reader(address, options);
  if (!version || etag === undefined) {
    await reader.close();
    throw new IoError('ENOTSUP', `cannot change '${name}': the service gives no ETag, by which changes are known`, {
      file: name,
    });
  }
  return {
    reader,
    replace: async () =>
      new S3Target(s3Client(), object, name, { reader, version: { ...version, etag } }, options.signal),
  };
}

function objectKeyOf(address: string): ObjectKey {
  const { bucket: Bucket, key: Key } = parseObjectAddress(address);
  return { Bucket, Key };
}

function nameOf(address: string): string {
  return s3AddressOf(parseObjectAddress(address));
}

/** Requests that are under way at the same time: fewer than a service refuses. */
const OBJECTS_AT_ONCE = 16;

/**
 * What is at each of these addresses, in order; undefined where there is no object. Throws IoError, also where there is no such bucket, and
 * ArgumentError.
 */
export async function objectsAt(addresses: readonly string[]): Promise<(ObjectFacts | undefined)[]> {
  const client = s3Client();
  try {
    for (const bucket of new Set(addresses.map((address) => objectKeyOf(address).Bucket))) {
      await requireBucket(client, bucket);
    }
    const found: (ObjectFacts | undefined)[] = [];
    for (let start = 0; start < addresses.length; start += OBJECTS_AT_ONCE) {
      const some = addresses.slice(start, start + OBJECTS_AT_ONCE);
      found.push(...(await Promise.all(some.map((address) => factsAt(client, address)))));
    }
    return found;
  } finally {
    client.destroy();
  }
}

async function factsAt(client: S3Client, address: string): Promise<ObjectFacts | undefined> {
  const version = await versionOf(client, objectKeyOf(address), nameOf(address));
  return version && { sizeBytes: version.sizeBytes, modifiedMs: version.modifiedMs };
}

/** Removes an object. Throws IoError and ArgumentError. */
export async function removeObject(address: string): Promise<void> {
  const client = s3Client();
  try {
    await client.send(new DeleteObjectCommand(objectKeyOf(address)));
  } catch (error) {
    throw failureOfS3('write', nameOf(address), error);
  } finally {
    client.destroy();
  }
}

/** What is directly below an address; of `s3://` the buckets. Throws IoError and ArgumentError. */
export function listObjects(address: string): AsyncGenerator<ListedObject, void, undefined> {
  return objectsBelow(s3Client(), address);
}

/** Uploads to the object of this address, and to those below it as a folder. Throws IoError and ArgumentError. */
export async function* listUploads(address: string): AsyncGenerator<UnfinishedUpload, void, undefined> {
  const { key } = parseS3Address(address);
  const folder = key === '' || key.endsWith('/') ? key : `${key}/`;
  const client = s3Client();
  try {
    for await (const upload of uploadsBelow(client, address)) {
      if (upload.key === key || upload.key.startsWith(folder)) yield upload;
    }
  } finally {
    client.destroy();
  }
}

/** Removes the parts of an unfinished upload. Throws IoError. */
export function abortUpload(upload: UnfinishedUpload): Promise<void> {
  return removeUpload(s3Client(), upload);
}
