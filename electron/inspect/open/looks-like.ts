import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { ascii, toHex } from '../../../shared/format/bytes.js';
import type { RandomReader } from '../../engine/io/random-reader.js';

const SHOWN_BYTES = 16;
const READ_BYTES = 512;
const TAR_AT = 257;

/** First bytes that identify a format, one character a byte. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['\x89PNG\r\n', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['II*\0', 'a TIFF picture'],
  ['MM\0*', 'a TIFF picture'],
  ['\x1f\x8b', 'gzip'],
  ['PK\x03\x04', 'a zip archive'],
  ['PK\x05\x06', 'an empty zip archive'],
  ['BZh', 'bzip2'],
  ['\xfd7zXZ', 'xz'],
  ['\x28\xb5\x2f\xfd', 'Zstandard'],
  ['\x04\x22\x4d\x18', 'an LZ4 frame'],
  ['\x89HDF', 'HDF5'],
  ['CDF\x01', 'NetCDF'],
  ['CDF\x02', 'NetCDF'],
  ['PAR1', 'Parquet'],
  ['ARROW1', 'Arrow'],
  ['SIMPLE  =', 'FITS'],
  ['GRIB', 'GRIB'],
  ['\x93NUMPY', 'a NumPy array'],
  ['\x94\x48\x44\x46', 'HDF4'],
  ['%PDF', 'PDF'],
  ['\x7fELF', 'a program'],
  ['MZ', 'a Windows program'],
  ['SQLite format 3', 'an SQLite database'],
  ['\x80\x04', 'a Python pickle'],
  ['\x80\x05', 'a Python pickle'],
  ['{', 'JSON'],
  ['<?xml', 'XML'],
];

/** The first bytes of a file, and the format that they suggest. */
export async function describeHead(reader: RandomReader): Promise<NonNullable<DocumentOverview['head']>> {
  const bytes = await reader.readAt(0, Math.min(READ_BYTES, reader.sizeBytes));
  const looksLike = formatOf(bytes);
  const hex = toHex(bytes.subarray(0, SHOWN_BYTES)).replace(/..(?=.)/g, '$& ');
  return { hex, ...(looksLike !== undefined && { looksLike }) };
}

function formatOf(bytes: Uint8Array): string | undefined {
  if (bytes.byteLength === 0) return 'an empty file';
  const text = ascii(bytes);
  const known = BEGINNINGS.find(([beginning]) => text.startsWith(beginning));
  if (known) return known[1];
  if (text.startsWith('ustar', TAR_AT)) return 'a tar archive';
  if (bytes.every((byte) => byte === 0)) return 'zeros';
  return /^[\t\n\r\x20-\x7e]+$/.test(text) ? 'text' : undefined;
}
