import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { printNpyHeader } from '../../../../shared/format/numpy/npy-header.js';

export interface Member {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly compress?: boolean;
}

/** A `.npy` file with the float64 numbers 0, 1, .. `count` - 1. */
export function arangeMember(fileName: string, count: number, compress = false): Member {
  const header = printNpyHeader({ dtype: parseTypeString('<f8'), fortranOrder: false, shape: [count] });
  const data = Float64Array.from({ length: count }, (_, index) => index);
  return { fileName, bytes: Buffer.concat([header, new Uint8Array(data.buffer)]), compress };
}

/** A zip archive with any members, also those that our writer refuses. */
export async function writeZip(members: readonly Member[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { fileName, bytes, compress = false } of members) zip.addBuffer(bytes, fileName, { compress });
  zip.end();
  return buffer(zip.outputStream);
}
