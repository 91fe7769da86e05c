import { bytesFor, type Fields } from '../metadata/fields.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';
import { treeRecords } from './b-tree-2.js';

/** The head of a fractal heap. Sizes in bytes. */
interface Head {
  readonly idBytes: number;
  readonly maxManagedBytes: number;
  readonly hugeTree: number | undefined;
  readonly width: number;
  readonly startBlockBytes: number;
  readonly maxDirectBytes: number;
  readonly offsetBytes: number;
  readonly root: number | undefined;
  readonly rootRows: number;
}

const MANAGED = 0;
const HUGE = 1;
const TINY = 2;
const HUGE_RECORD = [1];

/** Small pieces of any length: the links and attributes of objects that have many. */
export class FractalHeap {
  readonly #file: Hdf5File;
  readonly #address: number;
  readonly #head: Head;

  private constructor(file: Hdf5File, address: number, head: Head) {
    this.#file = file;
    this.#address = address;
    this.#head = head;
  }

  static async open(file: Hdf5File, address: number): Promise<FractalHeap> {
    return new FractalHeap(file, address, await readHead(file, address));
  }

  /** The bytes of an object; do not write to them. Throws FormatError. */
  async object(id: Uint8Array): Promise<Uint8Array> {
    const fields = this.#file.fieldsOf(id, 'the id of an object in a heap', this.#address);
    const first = fields.u8();
    const kind = (first >> 4) & 3;
    if (kind === MANAGED) return this.#managed(fields);
    if (kind === HUGE) return this.#huge(fields);
    if (kind === TINY) return this.#tiny(fields, first & 15);
    throw fields.fault(`has the unknown kind ${kind}`);
  }

  async #managed(fields: Fields): Promise<Uint8Array> {
    const { offsetBytes, maxDirectBytes, maxManagedBytes } = this.#head;
    const offset = fields.uint(offsetBytes);
    const length = fields.uint(Math.min(Math.ceil(Math.log2(maxDirectBytes) / 8), bytesFor(maxManagedBytes)));
    const block = await this.#blockOf(offset);
    if (offset + length > block.start + block.sizeBytes) throw fields.fault('leads out of its block');
    return this.#file.bytes(block.address + offset - block.start, length, 'an object in a heap');
  }

  /** The direct block that holds an offset, by descending from the root. */
  async #blockOf(
    offset: number,
  ): Promise<{ readonly address: number; readonly start: number; readonly sizeBytes: number }> {
    const { root, rootRows, startBlockBytes } = this.#head;
    if (root === undefined) throw this.#file.fault('a heap has no blocks', this.#address);
    if (rootRows === 0) return { address: root, start: 0, sizeBytes: startBlockBytes };
    let address = root;
    let start = 0;
    let rows = rootRows;
    for (;;) {
      const cell = this.#cellOf(offset - start, rows);
      const child = await this.#child(address, cell.index, rows);
      start += cell.start;
      if (cell.sizeBytes <= this.#head.maxDirectBytes) return { address: child, start, sizeBytes: cell.sizeBytes };
      address = child;
      // Smaller each time, since a block has less than the one that it is in.
      rows = Math.log2(cell.sizeBytes / (startBlockBytes * this.#head.width)) + 1;
    }
  }

  /** Which of the blocks of an indirect block holds an offset; row 0 and 1 have blocks of one size, then each row twice as large. */
  #cellOf(
    offset: number,
    rows: number,
  ): { readonly index: number; readonly start: number; readonly sizeBytes: number } {
    const { startBlockBytes, width } = this.#head;
    let rowStart = 0;
    for (let row = 0; row < rows; row++) {
      const sizeBytes = startBlockBytes * 2 ** Math.max(0, row - 1);
      const column = Math.floor((offset - rowStart) / sizeBytes);
      if (column < width) return { index: row * width + column, start: rowStart + column * sizeBytes, sizeBytes };
      rowStart += width * sizeBytes;
    }
    throw this.#file.fault('the id of an object leads out of its heap', this.#address);
  }

  async #child(address: number, index: number, rows: number): Promise<number> {
    const { offsetBytes: addressBytes } = this.#file.superblock;
    const headBytes = 5 + addressBytes + this.#head.offsetBytes;
    const sizeBytes = headBytes + rows * this.#head.width * addressBytes + 4;
    const fields = await this.#file.fields(address, sizeBytes, 'a block of a heap');
    fields.signature('FHIB');
    fields.skip(headBytes - 4 + index * addressBytes);
    return fields.definedAddress();
  }

  async #huge(fields: Fields): Promise<Uint8Array> {
    const { hugeTree, idBytes } = this.#head;
    const { offsetBytes, lengthBytes } = this.#file.superblock;
    if (idBytes > offsetBytes + lengthBytes) return this.#hugeAt(fields);
    const id = fields.uint(Math.min(lengthBytes, idBytes - 1));
    if (hugeTree === undefined) throw fields.fault('is of a large object, of which there are none');
    for await (const bytes of treeRecords(this.#file, hugeTree, HUGE_RECORD)) {
      const record = this.#file.fieldsOf(bytes, 'a record of a large object', hugeTree);
      record.skip(offsetBytes + lengthBytes);
      if (record.length() !== id) continue;
      record.offset = 0;
      return this.#hugeAt(record);
    }
    throw fields.fault(`is ${id}, which no large object has`);
  }

  #hugeAt(fields: Fields): Promise<Uint8Array> {
    const address = fields.definedAddress();
    return this.#file.data(address, fields.length(), 'a large object in a heap');
  }

  /** In the id itself; its length stands in 4 bits, or in 12 where ids are long. */
  #tiny(fields: Fields, low: number): Uint8Array {
    const isLong = this.#head.idBytes > 17;
    return fields.take((isLong ? low * 256 + fields.u8() : low) + 1);
  }
}

async function readHead(file: Hdf5File, address: number): Promise<Head> {
  const { offsetBytes, lengthBytes } = file.superblock;
  const fields = await file.fields(address, 26 + 3 * offsetBytes + 12 * lengthBytes, 'the head of a heap');
  fields.signature('FRHP');
  fields.version([0]);
  const idBytes = fields.u16();
  if (fields.u16() !== 0) throw fields.fault('has filters, which links and attributes never have');
  fields.skip(1);
  const maxManagedBytes = fields.u32();
  fields.length();
  const hugeTree = fields.address();
  fields.length();
  fields.address();
  for (let skipped = 0; skipped < 8; skipped++) fields.length();
  const width = fields.u16();
  const startBlockBytes = fields.length();
  const maxDirectBytes = fields.length();
  const maxBits = fields.u16();
  fields.skip(2);
  const root = fields.address();
  const rootRows = fields.u16();
  fields.checksum();
  const isPossible =
    [width, startBlockBytes, maxDirectBytes].every(isPowerOf2) &&
    maxDirectBytes >= startBlockBytes &&
    maxBits <= 64 &&
    rootRows <= 64 &&
    width <= 2 ** 12;
  if (!isPossible || idBytes === 0) throw fields.fault('has impossible sizes');
  const managed = { width, startBlockBytes, maxDirectBytes, offsetBytes: Math.ceil(maxBits / 8) };
  return { idBytes, maxManagedBytes, hugeTree, ...managed, root, rootRows };
}

function isPowerOf2(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
