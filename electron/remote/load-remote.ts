import type { RandomReader } from '../engine/io/random-reader.js';
import { loadBundle } from '../engine/load-bundle.js';
import type { RemoteOptions } from './open-remote.js';
import { isS3Address } from './remote-address.js';

/** What works with objects of S3, with its library, which is loaded at the first call. */
export function loadS3(): typeof import('./s3/open-s3.js') {
  // dist/s3.cjs is built from open-s3.ts, so that it has the same type.
  return loadBundle('s3.cjs') as typeof import('./s3/open-s3.js');
}

/** Opens an address or an object of S3 for reading; the library for it is loaded at the first one. Throws IoError and ArgumentError. */
export async function openAnyReader(address: string, options: RemoteOptions): Promise<RandomReader> {
  if (isS3Address(address)) return loadS3().openS3Reader(address, options);
  // dist/remote.cjs is built from open-remote.ts, so that it has the same type.
  const program = loadBundle('remote.cjs') as typeof import('./open-remote.js');
  return program.openRemoteReader(address, options);
}
