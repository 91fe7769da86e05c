/** A member as the records of a zip archive describe it. Sizes in bytes. */
export interface ZipRecord {
  readonly fileName: Uint8Array;
  readonly isDeflated: boolean;
  readonly crc32: number;
  readonly storedBytes: number;
  readonly sizeBytes: number;
  /** Position of its local header in the archive. */
  readonly positionBytes: number;
}

/** The oldest date that zip supports, as numpy writes it: 1980-01-01, midnight. */
const DATE = 0x21;
/** A regular file, rw-r--r--, as Unix systems have it in the upper half. */
const ATTRIBUTES = 0o100644 * 2 ** 16;
/** Unix, version 6.3 of the specification. */
const MADE_BY = (3 << 8) | 63;
const NEEDS_20 = 20;
const NEEDS_ZIP64 = 45;
/** The name is UTF-8; CRC-32 and sizes stand behind the bytes, since those are written as they come. */
const FLAGS = (1 << 11) | (1 << 3);
const MAX_U16 = 0xffff;
const MAX_U32 = 0xffffffff;

/** Little-endian fields, one after the other: each a value and its number of bytes, 2, 4 or 8. */
function fields(...values: readonly (readonly [value: number, sizeBytes: 2 | 4 | 8])[]): Buffer {
  const bytes = Buffer.alloc(values.reduce((sum, [, sizeBytes]) => sum + sizeBytes, 0));
  let at = 0;
  for (const [value, sizeBytes] of values) {
    if (sizeBytes === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, sizeBytes);
    at += sizeBytes;
  }
  return bytes;
}

/** What stands before the bytes of a member. */
export function localHeader({ fileName, isDeflated }: Pick<ZipRecord, 'fileName' | 'isDeflated'>): Buffer {
  const start = fields([0x04034b50, 4], [NEEDS_20, 2], [FLAGS, 2], [isDeflated ? 8 : 0, 2], [0, 2], [DATE, 2]);
  const end = fields([0, 4], [0, 4], [0, 4], [fileName.byteLength, 2], [0, 2]);
  return Buffer.concat([start, end, fileName]);
}

/** What stands behind them. Readers that go from member to member expect sizes of 8 bytes for large members only, wherever they are. */
export function dataDescriptor(record: ZipRecord): Buffer {
  const size = isLarge({ ...record, positionBytes: 0 }) ? 8 : 4;
  return fields([0x08074b50, 4], [record.crc32, 4], [record.storedBytes, size], [record.sizeBytes, size]);
}

/** The list of members that ends an archive, from `positionBytes` on. */
export function* directory(records: readonly ZipRecord[], positionBytes: number): Generator<Buffer, void, undefined> {
  let sizeBytes = 0;
  for (const record of records) {
    const entry = directoryEntry(record);
    sizeBytes += entry.byteLength;
    yield entry;
  }
  const count = records.length;
  if (count >= MAX_U16 || sizeBytes >= MAX_U32 || positionBytes >= MAX_U32) {
    yield fields([0x06064b50, 4], [44, 8], [MADE_BY, 2], [NEEDS_ZIP64, 2], [0, 4], [0, 4]);
    yield fields([count, 8], [count, 8], [sizeBytes, 8], [positionBytes, 8]);
    yield fields([0x07064b50, 4], [0, 4], [positionBytes + sizeBytes, 8], [1, 4]);
  }
  const shortCount = Math.min(count, MAX_U16);
  yield fields([0x06054b50, 4], [0, 2], [0, 2], [shortCount, 2], [shortCount, 2]);
  yield fields([Math.min(sizeBytes, MAX_U32), 4], [Math.min(positionBytes, MAX_U32), 4], [0, 2]);
}

function directoryEntry(record: ZipRecord): Buffer {
  const { fileName, isDeflated, crc32, storedBytes, sizeBytes, positionBytes } = record;
  const large = isLarge(record);
  const extra = large ? fields([1, 2], [24, 2], [sizeBytes, 8], [storedBytes, 8], [positionBytes, 8]) : Buffer.alloc(0);
  const short = (value: number): readonly [number, 4] => [large ? MAX_U32 : value, 4];
  return Buffer.concat([
    fields([0x02014b50, 4], [MADE_BY, 2], [large ? NEEDS_ZIP64 : NEEDS_20, 2], [FLAGS, 2], [isDeflated ? 8 : 0, 2]),
    fields([0, 2], [DATE, 2], [crc32, 4], short(storedBytes), short(sizeBytes), [fileName.byteLength, 2]),
    fields([extra.byteLength, 2], [0, 2], [0, 2], [0, 2], [ATTRIBUTES, 4], short(positionBytes)),
    fileName,
    extra,
  ]);
}

/** Whether a number does not fit in 32 bits, of which the highest value has a meaning of its own. */
function isLarge({ storedBytes, sizeBytes, positionBytes }: ZipRecord): boolean {
  return Math.max(storedBytes, sizeBytes, positionBytes) >= MAX_U32;
}
