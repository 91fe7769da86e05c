/**
 * What metadata may cost: a small section can inflate to anything, and JSON takes many times its own size as values. The
 * bound holds for the whole process, for reading and, so that nothing is written that could not be read again, for writing.
 */
export const DEFAULT_METADATA_BYTES = 16 * 2 ** 20;

/** JSON has at least so many bytes for each of its values in all but bombs. */
const BYTES_PER_VALUE = 64;

let mostBytes = DEFAULT_METADATA_BYTES;

/** Raises (or lowers) the bound of serialised metadata, in bytes; that of the number of JSON values goes with it. */
export function setMetadataLimit(bytes: number): void {
  mostBytes = bytes;
}

export function metadataLimit(): { readonly bytes: number; readonly values: number } {
  return { bytes: mostBytes, values: Math.floor(mostBytes / BYTES_PER_VALUE) };
}
