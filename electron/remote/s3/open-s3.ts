import type { ByteTarget } from '../../engine/io/byte-target.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { openHttpReader, type RemoteOptions } from '../open-remote.js';
import { parseObjectAddress } from './s3-address.js';
import { s3Client, signedFile } from './s3-session.js';
import { openS3Target, type S3TargetOptions } from './s3-target.js';

export { listObjects } from './list-objects.js';
export { abortUpload, listUploads } from './unfinished-uploads.js';

/** Opens an object for reading by position. The caller closes the reader. Throws IoError and ArgumentError. */
export async function openS3Reader(address: string, options: RemoteOptions = {}): Promise<RandomReader> {
  return openHttpReader(await signedFile(s3Client(), parseObjectAddress(address)), options);
}

/** An object to write. Throws IoError and ArgumentError. */
export async function createS3Object(address: string, options: S3TargetOptions = {}): Promise<ByteTarget> {
  return openS3Target(s3Client(), parseObjectAddress(address), options);
}
