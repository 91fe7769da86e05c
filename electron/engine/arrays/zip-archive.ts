import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { crc32, type FileRange } from '../../../native/index.js';
import { FormatError, isBloscpackError } from '../../../shared/format/errors.js';
import { openSourceReader } from '../io/file-reader.js';
import { requireInside } from '../io/memory-reader.js';
import type { RandomReader } from '../io/random-reader.js';
import { rangeInFile } from '../io/range-in-file.js';

/** A member as the archive's directory describes it. This can be wrong until the member was read to its end. */
export interface ZipMember {
  /** With `/` between folders; never absolute and never with `..`: an archive with such names is refused. */
  readonly fileName: string;
  readonly method: ZipMethod;
  readonly encrypted: boolean;
  /** Uncompressed bytes. */
  readonly sizeBytes: number;
  /** Bytes in the archive. */
  readonly storedBytes: number;
  readonly crc32: number;
}

export type ZipMethod = 'stored' | 'deflated' | 'other';

/** Limits for the directory, whose list of members would take more memory than the arrays. */
export const MAX_MEMBERS = 65_535;
const MAX_DIRECTORY_BYTES = 16 * 2 ** 20;
/** The highest ratio of deflate, as zlib documents it: a larger stated size is wrong. */
const MAX_DEFLATE_RATIO = 1032;
const PIECE_BYTES = 256 * 1024;
/** As much is read for what stands before a member's bytes. */
const HEADER_READ_BYTES = 1024;

/** A zip archive that is read member by member, in any order. It owns its reader until `close()`. */
export class ZipArchive {
  readonly members: readonly ZipMember[];
  readonly #reader: RandomReader;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<ZipMember, Entry>;

  private constructor(reader: RandomReader, zip: ZipFile, entries: ReadonlyMap<ZipMember, Entry>) {
    this.#reader = reader;
    this.#zip = zip;
    this.#entries = entries;
    this.members = [...entries.keys()];
  }

  /**
   * Opens an archive, a path or a reader that it then owns, and reads its directory. Throws FormatError('bad-npz') for a damaged zip
   * file and for other files.
   */
  static async open(input: string | RandomReader): Promise<ZipArchive> {
    const reader = typeof input === 'string' ? await openSourceReader(input) : input;
    const { name, sizeBytes } = reader;
    try {
      const pieces = new PieceReader(reader);
      const zip = await fromRandomAccessReaderPromise(pieces, sizeBytes, { autoClose: false });
      const entries = await readDirectory(zip, name);
      pieces.pieceBytes = HEADER_READ_BYTES;
      return new ZipArchive(reader, zip, entries);
    } catch (error) {
      await reader.close();
      throw zipError(error, `'${name}' cannot be read as a zip archive`, name);
    }
  }

  get name(): string {
    return this.#reader.name;
  }

  /**
   * The bytes of a member, in pieces. Throws FormatError('bad-npz') at the end when size or CRC-32 is wrong, and at the start when
   * the member is encrypted or compressed with another method.
   */
  async *read(member: ZipMember): AsyncGenerator<Uint8Array, void, undefined> {
    const what = `member '${member.fileName}' of '${this.name}'`;
    this.#requireReadable(member, what);
    let sizeBytes = 0;
    let crc = 0;
    try {
      const stored = this.#storedBytes(member);
      for await (const piece of member.method === 'deflated' ? inflate(stored, member.sizeBytes) : stored) {
        sizeBytes += piece.byteLength;
        if (sizeBytes > member.sizeBytes) break;
        crc = crc32(piece, crc);
        yield piece;
      }
    } catch (error) {
      throw zipError(error, `${what} cannot be read`, this.name);
    }
    if (sizeBytes !== member.sizeBytes) {
      const found = sizeBytes > member.sizeBytes ? 'more' : sizeBytes;
      this.#refuse(`${what} should have ${member.sizeBytes} bytes, but has ${found}`, member.sizeBytes, found);
    }
    if (crc !== member.crc32) {
      const [expected, found] = [hex32(member.crc32), hex32(crc)];
      this.#refuse(
        `${what} is damaged: its stored CRC-32 is ${expected}, but its bytes have ${found}`,
        expected,
        found,
      );
    }
  }

  /**
   * Where the bytes of a member are in the open file, whose CRC-32 is then still to be checked. Undefined for a compressed member, and
   * for an archive that is not on this machine.
   */
  async place(member: ZipMember): Promise<FileRange | undefined> {
    const positionBytes = await this.positionOf(member);
    return positionBytes === undefined ? undefined : rangeInFile(this.#reader, positionBytes, member.storedBytes);
  }

  /** Position of the bytes of a member, which are inside the file; undefined for a compressed member. */
  async positionOf(member: ZipMember): Promise<number | undefined> {
    if (member.method !== 'stored' || member.encrypted || member.sizeBytes !== member.storedBytes) return undefined;
    return this.#startOf(member);
  }

  /** Throws IoError('ESTALE') when the archive may have been changed since it was opened. */
  requireUnchanged(): Promise<void> {
    return this.#reader.requireUnchanged();
  }

  async close(): Promise<void> {
    this.#zip.close();
    await this.#reader.close();
  }

  #requireReadable(member: ZipMember, what: string): void {
    if (member.encrypted) this.#refuse(`${what} is encrypted, which is not supported`);
    if (member.method === 'other') this.#refuse(`${what} is neither stored nor deflated, which is not supported`);
    const maxBytes = member.method === 'stored' ? member.storedBytes : member.storedBytes * MAX_DEFLATE_RATIO;
    if (member.sizeBytes > maxBytes) {
      this.#refuse(
        `${what} claims ${member.sizeBytes} bytes, which its ${member.storedBytes} stored bytes cannot hold`,
        maxBytes,
        member.sizeBytes,
      );
    }
  }

  async *#storedBytes(member: ZipMember): AsyncGenerator<Uint8Array, void, undefined> {
    const startByte = await this.#startOf(member);
    for (let done = 0; done < member.storedBytes; ) {
      const piece = await this.#reader.readAt(startByte + done, Math.min(PIECE_BYTES, member.storedBytes - done));
      yield piece;
      done += piece.byteLength;
    }
  }

  /** Position of a member's bytes, which are inside the file. */
  async #startOf(member: ZipMember): Promise<number> {
    const entry = this.#entries.get(member);
    if (entry === undefined) throw new TypeError('a member of another archive');
    // Also checks that the member ends inside the file.
    const { fileDataStart, fileName } = await this.#zip.readLocalFileHeaderPromise(entry);
    if (!fileName.equals(entry.fileNameRaw)) {
      const found = fileName.toString('latin1');
      this.#refuse(`member '${member.fileName}' of '${this.name}' has another name, '${found}', where its bytes begin`);
    }
    return fileDataStart;
  }

  #refuse(message: string, expected?: string | number, found?: string | number): never {
    const numbers = expected === undefined || found === undefined ? {} : { expected, found };
    throw new FormatError('bad-npz', message, { file: this.name, ...numbers });
  }
}

async function readDirectory(zip: ZipFile, path: string): Promise<ReadonlyMap<ZipMember, Entry>> {
  if (zip.entryCount > MAX_MEMBERS) refuseArchive(path, `has ${zip.entryCount} members, more than ${MAX_MEMBERS}`);
  // A position in bytes; the package's types are wrong.
  const directoryAt = Number(zip.readEntryCursor);
  const directoryBytes = zip.fileSize - directoryAt;
  if (directoryBytes > MAX_DIRECTORY_BYTES) {
    refuseArchive(path, `has a directory of ${directoryBytes} bytes, more than ${MAX_DIRECTORY_BYTES}`);
  }
  const entries = new Map<ZipMember, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(memberOf(entry), entry);
  requireNoOverlap([...entries.values()], directoryAt, path);
  return entries;
}

/** Bytes of a member's local header, without its name and extra field. */
const LOCAL_HEADER_BYTES = 30;

/** Throws FormatError for members that share bytes: a small archive could inflate to any size. */
function requireNoOverlap(entries: readonly Entry[], directoryAt: number, path: string): void {
  const inOrder = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  for (const [index, entry] of inOrder.entries()) {
    const minBytes = LOCAL_HEADER_BYTES + entry.fileNameLength + entry.compressedSize;
    const nextAt = inOrder[index + 1]?.relativeOffsetOfLocalHeader ?? directoryAt;
    if (entry.relativeOffsetOfLocalHeader + minBytes > nextAt) {
      refuseArchive(path, `has members that overlap: '${entry.fileName}' reaches into what follows it`);
    }
  }
}

function refuseArchive(path: string, what: string): never {
  throw new FormatError('bad-npz', `'${path}' ${what}`, { file: path });
}

const METHODS: Readonly<Record<number, ZipMethod>> = { 0: 'stored', 8: 'deflated' };

function memberOf(entry: Entry): ZipMember {
  return {
    fileName: entry.fileName,
    method: METHODS[entry.compressionMethod] ?? 'other',
    encrypted: entry.isEncrypted(),
    sizeBytes: entry.uncompressedSize,
    storedBytes: entry.compressedSize,
    crc32: entry.crc32,
  };
}

/** Of zlib; one more than the bytes, so that the end is found with the last of them. */
const LEAST_INFLATED_BYTES = 64;

/** Node's inflater as a generator, with memory for `sizeBytes` bytes at most: an archive may have 65,535 small members. Throws the errors of `pieces` and of the inflater; stopping early stops both. */
async function* inflate(
  pieces: AsyncIterable<Uint8Array>,
  sizeBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunkSize = Math.min(PIECE_BYTES, Math.max(LEAST_INFLATED_BYTES, sizeBytes + 1));
  const inflater = createInflateRaw({ chunkSize });
  pipeline(Readable.from(pieces, { objectMode: false }), inflater, () => undefined);
  yield* inflater;
}

function zipError(error: unknown, what: string, file: string): unknown {
  if (isBloscpackError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new FormatError('bad-npz', `${what}: ${reason}`, { file }, error);
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** Lets yauzl read the directory through the archive's reader, which it does not close. */
class PieceReader extends RandomAccessReader {
  /** Read at a time. */
  pieceBytes = PIECE_BYTES;
  readonly #reader: RandomReader;
  #piece: Uint8Array = new Uint8Array(0);
  #pieceAt = 0;

  constructor(reader: RandomReader) {
    super();
    this.#reader = reader;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    positionBytes: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#fill(buffer.subarray(offset, offset + length), positionBytes).then(() => callback(null), callback);
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  /** yauzl reads the directory in order, a few bytes at a time: this reads larger pieces. */
  async #fill(target: Uint8Array, positionBytes: number): Promise<void> {
    const { sizeBytes } = this.#reader;
    // The position comes from the file: it may be anything up to 2^64.
    requireInside(positionBytes, target.byteLength, sizeBytes);
    if (target.byteLength > this.pieceBytes) {
      target.set(await this.#reader.readAt(positionBytes, target.byteLength));
      return;
    }
    if (positionBytes < this.#pieceAt || positionBytes + target.byteLength > this.#pieceAt + this.#piece.byteLength) {
      const lengthBytes = Math.min(this.pieceBytes, sizeBytes - positionBytes);
      [this.#piece, this.#pieceAt] = [await this.#reader.readAt(positionBytes, lengthBytes), positionBytes];
    }
    const at = positionBytes - this.#pieceAt;
    target.set(this.#piece.subarray(at, at + target.byteLength));
  }
}
