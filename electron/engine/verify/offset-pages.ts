import { OFFSET_BYTES, UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import type { ContainerLayout } from '../container/layout.js';
import type { RandomReader } from '../io/random-reader.js';

/** Entries read at once, 32 KiB of them: the section of a 1 TiB container is 88 MiB. */
const PAGE_ENTRIES = 4096;
const UNKNOWN = BigInt(UNKNOWN_OFFSET);

/** The offsets section as it is stored, wrong entries included, a page at a time. */
export class OffsetPages {
  readonly #reader: RandomReader;
  readonly #positionBytes: number;
  /** Entries for chunks and entries reserved for appending. */
  readonly slots: number;
  #pageIndex = -1;
  #page: DataView = new DataView(new ArrayBuffer(0));

  constructor(reader: RandomReader, section: NonNullable<ContainerLayout['offsets']>) {
    this.#reader = reader;
    this.#positionBytes = section.positionBytes;
    this.slots = section.slots;
  }

  /** Where in the file an entry is stored. */
  entryPositionBytes(index: number): number {
    return this.#positionBytes + index * OFFSET_BYTES;
  }

  /** Any 64-bit number, or undefined for an entry that nobody filled. `index` is below `slots`. */
  async entry(index: number): Promise<bigint | undefined> {
    const pageIndex = Math.floor(index / PAGE_ENTRIES);
    if (pageIndex !== this.#pageIndex) await this.#load(pageIndex);
    const value = this.#page.getBigInt64((index % PAGE_ENTRIES) * OFFSET_BYTES, true);
    return value === UNKNOWN ? undefined : value;
  }

  /** The first entry in [startIndex, endIndex) that somebody filled. */
  async firstFilled(startIndex: number, endIndex: number): Promise<{ index: number; value: bigint } | undefined> {
    for (let index = startIndex; index < endIndex; index++) {
      const value = await this.entry(index);
      if (value !== undefined) return { index, value };
    }
    return undefined;
  }

  async #load(pageIndex: number): Promise<void> {
    const first = pageIndex * PAGE_ENTRIES;
    const entries = Math.min(PAGE_ENTRIES, this.slots - first);
    const bytes = await this.#reader.readAt(this.entryPositionBytes(first), entries * OFFSET_BYTES);
    this.#page = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#pageIndex = pageIndex;
  }
}
