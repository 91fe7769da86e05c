import type { RangeArguments } from './addon.js';
import { checkBytes, checkInteger, choose } from './arguments.js';
import { type FileRange, guardAsync } from './index.js';
import { addon } from './load.js';
import { digestCodes, type RunDigest, type SizeRule } from './runs.js';

/** Some plain bytes of one chunk in a file. */
export interface PartRead {
  /** The chunk and its digest; more bytes may follow. */
  readonly stored: FileRange;
  /** The first 16 bytes of the chunk, as they were found and checked before. */
  readonly header: Uint8Array;
  /** Compared before anything is decompressed; `None` where that was done before. */
  readonly digest: RunDigest;
  /** Position in the chunk's plain bytes. */
  readonly startByte: number;
}

const MAX_INT32 = 2 ** 31 - 1;

/**
 * Fills `plain` with the plain bytes of a chunk from `startByte` on, off the JavaScript thread. Reads and decompresses only the blocks
 * that hold them. Rejects with a NativeError, also for bytes that the chunk does not have; not supported on Windows, as file
 * ranges are not.
 */
export async function readPart({ stored, header, digest, startByte }: PartRead, plain: Uint8Array): Promise<void> {
  const range = flatRange(stored);
  checkInteger('startByte', startByte, 0, MAX_INT32);
  checkBytes('header', header);
  checkBytes('plain', plain);
  const code = choose('digest', digest, digestCodes);
  await guardAsync(() => addon().readPart(...range, header, code, startByte, plain));
}

/** Some plain bytes of one chunk in a file, of which nothing but its place is known. */
export interface FirstPartRead extends Omit<PartRead, 'header'> {
  /** Plain bytes of the chunk. */
  readonly size: SizeRule;
  /** Most plain bytes of a block. */
  readonly largestBlockBytes: number;
  /** Device, inode, size, nanoseconds of the last modification and of the last change, and number of links; empty for no comparison. */
  readonly stamp: BigInt64Array;
}

/** What `readFirstPart` found: a header that is not as it should be, the bytes, or the bytes of a file that then still had its stamp. */
export type FirstPart = 'unexpected' | 'read' | 'read-unchanged';

const FIRST_PARTS = ['unexpected', 'read', 'read-unchanged'] as const satisfies readonly FirstPart[];

/**
 * Reads and fills `header`, the first 16 bytes of the chunk, and if it is as it should be does what `readPart` does, in one call and with
 * few system calls. Nothing is allocated for what the header says otherwise.
 */
export async function readFirstPart(
  { stored, size, largestBlockBytes, digest, startByte, stamp }: FirstPartRead,
  plain: Uint8Array,
  header: Uint8Array,
): Promise<FirstPart> {
  const range = flatRange(stored);
  checkInteger('size.nbytes', size.nbytes, 0, MAX_INT32);
  checkInteger('largestBlockBytes', largestBlockBytes, 0, MAX_INT32);
  checkInteger('startByte', startByte, 0, MAX_INT32);
  checkBytes('header', header);
  checkBytes('plain', plain);
  const code = choose('digest', digest, digestCodes);
  const stampBytes = new Uint8Array(stamp.buffer, stamp.byteOffset, stamp.byteLength);
  const [nbytes, exact] = [size.nbytes, Number(size.exact)];
  const found = await guardAsync(() =>
    addon().readFirstPart(...range, nbytes, exact, largestBlockBytes, code, startByte, plain, header, stampBytes),
  );
  return FIRST_PARTS[found] ?? 'unexpected';
}

function flatRange({ fd, positionBytes, lengthBytes }: FileRange): RangeArguments {
  checkInteger('fd', fd, 0, MAX_INT32);
  checkInteger('positionBytes', positionBytes, 0, Number.MAX_SAFE_INTEGER);
  checkInteger('lengthBytes', lengthBytes, 0, Number.MAX_SAFE_INTEGER);
  return [fd, positionBytes, lengthBytes];
}
