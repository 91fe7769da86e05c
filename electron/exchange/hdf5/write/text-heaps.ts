import { FieldWriter } from './field-writer.js';

/** HDF5 reads so many bytes of a collection at first. */
const MIN_COLLECTION_BYTES = 4096;
/** Index 0 stands for what is free; indices have two bytes. */
const MAX_TEXTS = 2 ** 15;
const MAX_TEXT_BYTES = 2 ** 24;

/** The texts of attributes, in collections of a global heap; each text once. */
export class TextHeaps {
  readonly #references = new Map<string, Uint8Array>();
  readonly #bytes = new FieldWriter();

  /** `address`: where the collections will stand. */
  constructor(texts: ReadonlySet<string>, address: number) {
    let batch: Text[] = [];
    let batchBytes = 0;
    const flush = (): void => {
      if (batch.length > 0) this.#add(batch, address + this.#bytes.length);
      batch = [];
      batchBytes = 0;
    };
    for (const text of texts) {
      // HDF5 gives a null pointer for a text without bytes, which PyTables does not survive.
      const bytes = new TextEncoder().encode(text === '' ? '\0' : text);
      if (batch.length === MAX_TEXTS || batchBytes + bytes.byteLength > MAX_TEXT_BYTES) flush();
      batch.push({ text, bytes });
      batchBytes += bytes.byteLength;
    }
    flush();
  }

  /** The collections. */
  get bytes(): Uint8Array {
    return this.#bytes.bytes();
  }

  /** What stands in an attribute for a text of the set: its length, the address of its collection, its index. */
  reference(text: string): Uint8Array {
    const reference = this.#references.get(text);
    if (reference === undefined) throw new TypeError('a text that was not announced');
    return reference;
  }

  #add(batch: readonly Text[], address: number): void {
    const objects = new FieldWriter();
    for (const [place, { text, bytes }] of batch.entries()) {
      const reference = new FieldWriter()
        .u32(bytes.byteLength)
        .u64(address)
        .u32(place + 1);
      this.#references.set(text, reference.bytes());
      objects
        .u16(place + 1)
        .u16(1)
        .u32(0)
        .u64(bytes.byteLength)
        .put(bytes)
        .pad(8);
    }
    const usedBytes = COLLECTION_HEAD_BYTES + objects.length;
    // What is free has a head too.
    const sizeBytes = Math.max(MIN_COLLECTION_BYTES, usedBytes + OBJECT_HEAD_BYTES);
    this.#bytes.text('GCOL').u8(1).zeros(3).u64(sizeBytes).put(objects.bytes());
    this.#bytes
      .u16(0)
      .u16(0)
      .u32(0)
      .u64(sizeBytes - usedBytes);
    this.#bytes.zeros(sizeBytes - usedBytes - OBJECT_HEAD_BYTES);
  }
}

interface Text {
  readonly text: string;
  readonly bytes: Uint8Array;
}

const COLLECTION_HEAD_BYTES = 16;
const OBJECT_HEAD_BYTES = 16;
