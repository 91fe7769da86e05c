import type { FileRange } from '../../../../native/index.js';
import { readMany } from '../../../../native/read-many.js';
import type { ErrorContext, FormatError } from '../../../../shared/format/errors.js';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import { rangeInFile } from '../../../engine/io/range-in-file.js';
import { fromNative } from '../../../engine/native-failures.js';
import { badHdf5, Fields } from './fields.js';
import { readSuperblock, type Superblock } from './superblock.js';

/**
 * Metadata are small, and read by pages, of which the last used ones are kept. They lie near each other, but for the objects of a
 * group, which come in the order of the hashes of their names: of a file on this machine, large pages would be read in vain.
 */
const PAGE_BYTES = { local: 2 ** 12, remote: 2 ** 16 } as const;
const KEPT_BYTES = 2 ** 22;

/** The bytes of an HDF5 file by address. Nothing outside the file is read, and nothing is allocated before that is known. */
export class Hdf5File {
  readonly superblock: Superblock;
  readonly #reader: RandomReader;
  readonly #pageBytes: number;
  /** By number of page, the last used one last. */
  readonly #pages = new Map<number, Uint8Array>();

  private constructor(reader: RandomReader, superblock: Superblock, pageBytes: number) {
    this.#reader = reader;
    this.#pageBytes = pageBytes;
    this.superblock = superblock;
  }

  /** Does not own the reader. Throws FormatError. */
  static async open(reader: RandomReader): Promise<Hdf5File> {
    const isLocal = (await rangeInFile(reader, 0, 0)) !== undefined;
    return new Hdf5File(reader, await readSuperblock(reader), PAGE_BYTES[isLocal ? 'local' : 'remote']);
  }

  get name(): string {
    return this.#reader.name;
  }

  /** Bytes that can have an address. */
  get sizeBytes(): number {
    return this.#reader.sizeBytes - this.superblock.baseByte;
  }

  /** Throws FormatError, `what` in its message, unless the bytes are inside the file. */
  requireInside(address: number, sizeBytes: number, what: string): void {
    if (address + sizeBytes <= this.sizeBytes) return;
    const range = `bytes ${address} to ${address + sizeBytes}`;
    throw badHdf5(`${what} is at ${range}, behind the end at ${this.sizeBytes}`, this.#at(address));
  }

  /** Stored data, not kept. Do not write to them. */
  async data(address: number, sizeBytes: number, what: string): Promise<Uint8Array> {
    this.requireInside(address, sizeBytes, what);
    return this.#reader.readAt(this.superblock.baseByte + address, sizeBytes);
  }

  /** Where stored data are in the open file; undefined where it is not on this machine. They are inside the file. */
  place(address: number, sizeBytes: number): Promise<FileRange | undefined> {
    return rangeInFile(this.#reader, this.superblock.baseByte + address, sizeBytes);
  }

  /** The first bytes of stored data, which are inside the file; undefined where that is not on this machine. */
  async starts(
    places: readonly ({ readonly address: number; readonly storedBytes: number } | undefined)[],
    sizeBytes: number,
  ): Promise<readonly Uint8Array[] | undefined> {
    const file = await this.place(0, 0);
    if (!file) return undefined;
    const isThere = places.map((place) => place !== undefined && place.storedBytes >= sizeBytes);
    const positions = Float64Array.from(places, (place, index) =>
      isThere[index] ? file.positionBytes + (place?.address ?? 0) : -1,
    );
    const starts = await readMany(file.fd, positions, sizeBytes).catch((error: unknown) => {
      throw fromNative(error, { file: this.name }, { readFrom: this.name });
    });
    return isThere.map((is, index) => starts.subarray(index * sizeBytes, (index + Number(is)) * sizeBytes));
  }

  /** Metadata, through the kept pages. Do not write to them. */
  async bytes(address: number, sizeBytes: number, what: string): Promise<Uint8Array> {
    this.requireInside(address, sizeBytes, what);
    const page = Math.floor(address / this.#pageBytes);
    const at = address - page * this.#pageBytes;
    if (at + sizeBytes > this.#pageBytes) return this.data(address, sizeBytes, what);
    return (await this.#page(page)).subarray(at, at + sizeBytes);
  }

  async fields(address: number, sizeBytes: number, what: string): Promise<Fields> {
    return this.fieldsOf(await this.bytes(address, sizeBytes, what), `${what} at byte ${address}`, address);
  }

  /** Fields up to the end of the file, at most `maxBytes`: for metadata whose size stands in themselves. */
  async fieldsUpTo(address: number, maxBytes: number, what: string): Promise<Fields> {
    this.requireInside(address, 0, what);
    return this.fields(address, Math.min(maxBytes, this.sizeBytes - address), what);
  }

  fieldsOf(bytes: Uint8Array, what: string, address?: number): Fields {
    return new Fields(bytes, what, this.superblock, this.#at(address));
  }

  fault(fault: string, address?: number): FormatError {
    return badHdf5(fault, this.#at(address));
  }

  #at(address: number | undefined): ErrorContext {
    return { file: this.name, ...(address !== undefined && { offsetBytes: this.superblock.baseByte + address }) };
  }

  async #page(page: number): Promise<Uint8Array> {
    const start = page * this.#pageBytes;
    const bytes =
      this.#pages.get(page) ??
      (await this.data(start, Math.min(this.#pageBytes, this.sizeBytes - start), 'a part of the metadata'));
    this.#pages.delete(page);
    this.#pages.set(page, bytes);
    if (this.#pages.size * this.#pageBytes > KEPT_BYTES) {
      const [oldest] = this.#pages.keys();
      if (oldest !== undefined) this.#pages.delete(oldest);
    }
    return bytes;
  }
}
