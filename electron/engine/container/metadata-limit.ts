/**
 * Limits for metadata: a small section can inflate to any size, and JSON values take many times the memory of their text. The limits
 * are those of the whole process, for reading and for writing, so that everything that is written can be read again.
 */
export const DEFAULT_METADATA_BYTES = 16 * 2 ** 20;

/** Real JSON has more bytes for each value; less is only in files made to exhaust memory. */
const BYTES_PER_VALUE = 64;

let maxBytes = DEFAULT_METADATA_BYTES;

/** Sets the limit of serialised metadata, in bytes; the limit of the number of JSON values is derived from it. */
export function setMetadataLimit(bytes: number): void {
  maxBytes = bytes;
}

export function metadataLimit(): { readonly bytes: number; readonly values: number } {
  return { bytes: maxBytes, values: Math.floor(maxBytes / BYTES_PER_VALUE) };
}
