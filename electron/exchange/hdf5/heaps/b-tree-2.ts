import { bytesFor } from '../metadata/fields.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';

/** The head of a B-tree of version 2. Sizes in bytes. */
interface Head {
  readonly type: number;
  readonly nodeBytes: number;
  readonly recordBytes: number;
  readonly depth: number;
  readonly root: NodePlace | undefined;
}

interface NodePlace {
  readonly address: number;
  readonly recordCount: number;
}

/** Deeper than any tree of 2^53 records. */
const MAX_DEPTH = 54;
/** Of every node: signature, version and type before the records, and a checksum behind them. */
const NODE_OVERHEAD_BYTES = 10;

/** The records of a B-tree of version 2, in order, each a view. Throws FormatError, for one of another type too. */
export async function* treeRecords(
  file: Hdf5File,
  address: number,
  types: readonly number[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const head = await readHead(file, address);
  if (!types.includes(head.type)) throw file.fault(`a B-tree is of type ${head.type}`, address);
  if (head.root) yield* new RecordWalk(file, head).below(head.root, head.depth);
}

async function readHead(file: Hdf5File, address: number): Promise<Head> {
  const { offsetBytes, lengthBytes } = file.superblock;
  const fields = await file.fields(address, 22 + offsetBytes + lengthBytes, 'a B-tree head');
  fields.signature('BTHD');
  fields.version([0]);
  const type = fields.u8();
  const nodeBytes = fields.u32();
  const recordBytes = fields.u16();
  const depth = fields.u16();
  fields.skip(2);
  const root = fields.address();
  const recordCount = fields.u16();
  fields.length();
  fields.checksum();
  if (depth > MAX_DEPTH || recordBytes === 0)
    throw fields.fault(`has ${depth} levels, and records of ${recordBytes} bytes`);
  return { type, nodeBytes, recordBytes, depth, root: root === undefined ? undefined : { address: root, recordCount } };
}

class RecordWalk {
  readonly #file: Hdf5File;
  readonly #head: Head;
  readonly #seen = new Set<number>();
  /** Bytes of the number of records in a node, and of that in the whole tree below it, by level. */
  readonly #countBytes: number;
  readonly #totalBytes: readonly number[];

  constructor(file: Hdf5File, head: Head) {
    this.#file = file;
    this.#head = head;
    const mostInLeaf = Math.floor((head.nodeBytes - NODE_OVERHEAD_BYTES) / head.recordBytes);
    this.#countBytes = bytesFor(mostInLeaf);
    this.#totalBytes = this.#totalSizes(mostInLeaf);
  }

  /** In order: the first child, the first record, the second child ... The depth is limited by the head. */
  async *below(place: NodePlace, depth: number): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#seen.has(place.address)) throw this.#file.fault('a B-tree has a circle', place.address);
    this.#seen.add(place.address);
    const { records, children } = await this.#node(place, depth);
    for (const [index, record] of records.entries()) {
      const child = children[index];
      if (child) yield* this.below(child, depth - 1);
      yield record;
    }
    const last = children[records.length];
    if (last) yield* this.below(last, depth - 1);
  }

  async #node(
    { address, recordCount }: NodePlace,
    depth: number,
  ): Promise<{ readonly records: readonly Uint8Array[]; readonly children: readonly NodePlace[] }> {
    const childBytes = depth === 0 ? 0 : this.#pointerBytes(depth);
    const sizeBytes = NODE_OVERHEAD_BYTES + recordCount * this.#head.recordBytes + (recordCount + 1) * childBytes;
    const fields = await this.#file.fields(address, sizeBytes, 'a B-tree node');
    fields.signature(depth === 0 ? 'BTLF' : 'BTIN');
    fields.version([0]);
    if (fields.u8() !== this.#head.type) throw fields.fault('is of another type than its tree');
    const records = Array.from({ length: recordCount }, () => fields.take(this.#head.recordBytes));
    const children = Array.from({ length: depth === 0 ? 0 : recordCount + 1 }, () => {
      const child = { address: fields.definedAddress(), recordCount: fields.uint(this.#countBytes) };
      fields.skip(this.#totalBytes[depth - 1] ?? 0);
      return child;
    });
    fields.checksum();
    return { records, children };
  }

  #pointerBytes(depth: number): number {
    return this.#file.superblock.offsetBytes + this.#countBytes + (this.#totalBytes[depth - 1] ?? 0);
  }

  /** As in `H5B2_hdr_init`: how many records fit below a node of each level gives the width of their number. */
  #totalSizes(mostInLeaf: number): readonly number[] {
    const { nodeBytes, recordBytes, depth } = this.#head;
    const sizes = [0];
    let most = mostInLeaf;
    for (let level = 1; level <= depth; level++) {
      const pointerBytes = this.#file.superblock.offsetBytes + this.#countBytes + (sizes[level - 1] ?? 0);
      const inNode = Math.floor((nodeBytes - NODE_OVERHEAD_BYTES - pointerBytes) / (recordBytes + pointerBytes));
      most = Math.min(Number.MAX_SAFE_INTEGER, (inNode + 1) * most + inNode);
      sizes.push(bytesFor(most));
    }
    return sizes;
  }
}
