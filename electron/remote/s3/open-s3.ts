import type { ByteTarget } from '../../engine/io/byte-target.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { openHttpReader, type RemoteOptions } from '../open-remote.js';
import { type ListedObject, objectsBelow } from './list-objects.js';
import { parseObjectAddress } from './s3-address.js';
import { s3Client, signedFile } from './s3-session.js';
import { openS3Target, type S3TargetOptions } from './s3-target.js';
import { removeUpload, type UnfinishedUpload, uploadsBelow } from './unfinished-uploads.js';

/** Opens an object for reading by position. The caller closes the reader. Throws IoError and ArgumentError. */
export async function openS3Reader(address: string, options: RemoteOptions = {}): Promise<RandomReader> {
  return openHttpReader(await signedFile(s3Client(), parseObjectAddress(address)), options);
}

/** An object to write. Throws IoError and ArgumentError. */
export async function createS3Object(address: string, options: S3TargetOptions = {}): Promise<ByteTarget> {
  return openS3Target(s3Client(), parseObjectAddress(address), options);
}

/** What is directly below an address; of `s3://` the buckets. Throws IoError and ArgumentError. */
export function listObjects(address: string): AsyncGenerator<ListedObject, void, undefined> {
  return objectsBelow(s3Client(), address);
}

/** Uploads of objects whose address begins so. Throws IoError and ArgumentError. */
export function listUploads(address: string): AsyncGenerator<UnfinishedUpload, void, undefined> {
  return uploadsBelow(s3Client(), address);
}

/** Removes the parts of an unfinished upload. Throws IoError. */
export function abortUpload(upload: UnfinishedUpload): Promise<void> {
  return removeUpload(s3Client(), upload);
}
