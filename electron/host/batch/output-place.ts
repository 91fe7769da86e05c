import { dirname, join } from 'node:path';
import type { FileId } from '../../../shared/contract/files.js';
import type { BatchRequest } from '../../../shared/contract/intake.js';
import { addressBelow, isRemoteAddress } from '../../remote/remote-address.js';
import { parseS3Address, s3AddressOf } from '../../remote/s3/s3-address.js';
import type { FileRegistry } from '../files/file-registry.js';

/**
 * The folder for the outputs of a file: its own, or below the chosen folder or address the place that it has below the dropped one. Throws
 * ArgumentError for an address to which nothing can be written.
 */
export function folderForOutputs(registry: FileRegistry, { place }: Pick<BatchRequest, 'place'>, id: FileId): string {
  if (place.kind === 'beside') return dirname(registry.path(id));
  const folder = place.kind === 'address' ? plainFolder(place.address) : registry.path(place.folderId);
  return pathBelow(folder, registry.relativeFolder(id) ?? '');
}

/** The path, or the address, of what is below a folder. The parts may have `/` in them, and may be empty. */
export function pathBelow(folder: string, ...parts: readonly string[]): string {
  if (!isRemoteAddress(folder)) return join(folder, ...parts);
  const key = parts.filter((part) => part !== '').join('/');
  return key === '' ? folder : addressBelow(folder, key);
}

/** However it is written: as a bucket, and with `/` at its end or without. */
function plainFolder(text: string): string {
  return s3AddressOf(parseS3Address(text.trim())).replace(/\/+$/, '');
}
