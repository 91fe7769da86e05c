import { checkBytes, checkInteger, choose } from './arguments.js';
import { type FileRange, guardAsync } from './index.js';
import { addon } from './load.js';
import { digestCodes, type RunDigest } from './runs.js';

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
  checkInteger('fd', stored.fd, 0, MAX_INT32);
  checkInteger('positionBytes', stored.positionBytes, 0, Number.MAX_SAFE_INTEGER);
  checkInteger('lengthBytes', stored.lengthBytes, 0, Number.MAX_SAFE_INTEGER);
  checkInteger('startByte', startByte, 0, MAX_INT32);
  checkBytes('header', header);
  checkBytes('plain', plain);
  const code = choose('digest', digest, digestCodes);
  await guardAsync(() =>
    addon().readPart(stored.fd, stored.positionBytes, stored.lengthBytes, header, code, startByte, plain),
  );
}
