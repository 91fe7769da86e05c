import type { ChunkGrid } from '../../chunk-grid.js';
import { chunkIndices } from '../../chunk-grid.js';
import type { ChunkPlace, ChunkTable } from '../chunk-index/chunk-table.js';
import { FieldWriter } from './field-writer.js';

/** Children of a node: twice the default of HDF5, which stands in no file with a superblock of version 2. */
const MAX_CHILDREN = 64;
const CHUNKS = 1;

interface Child {
  /** Of the first chunk that is in it or below it. */
  readonly key: Uint8Array;
  readonly address: number;
}

/** The chunk index that every HDF5 reads: a B-tree of version 1. Nodes are as large as if they were full. */
export class ChunkTree {
  readonly #grid: ChunkGrid;
  readonly #itemsize: number;

  constructor(grid: ChunkGrid, itemsize: number) {
    this.#grid = grid;
    this.#itemsize = itemsize;
  }

  /** The nodes, as they stand from `address` on, and the root's address; undefined when there are no chunks. */
  nodes(table: ChunkTable, address: number): { readonly bytes: Uint8Array; readonly root: number } | undefined {
    let children: readonly Child[] = Array.from(table.places(), ({ number, place }) => this.#child(number, place));
    if (children.length === 0) return undefined;
    const writer = new FieldWriter();
    for (let level = 0; ; level++) {
      children = this.#level(children, level, address, writer);
      if (children.length === 1) return { bytes: writer.bytes(), root: children[0]?.address ?? address };
    }
  }

  /** Writes the nodes of a level, which are the children of the next one. */
  #level(children: readonly Child[], level: number, address: number, writer: FieldWriter): readonly Child[] {
    const count = Math.ceil(children.length / MAX_CHILDREN);
    const first = address + writer.length;
    const placeOf = (node: number): number | undefined =>
      node < 0 || node >= count ? undefined : first + node * this.#nodeBytes;
    return Array.from({ length: count }, (_, node) => {
      const own = children.slice(node * MAX_CHILDREN, (node + 1) * MAX_CHILDREN);
      const end = writer.length + this.#nodeBytes;
      writer
        .text('TREE')
        .u8(CHUNKS)
        .u8(level)
        .u16(own.length)
        .address(placeOf(node - 1))
        .address(placeOf(node + 1));
      for (const child of own) writer.put(child.key).address(child.address);
      writer.put(children[(node + 1) * MAX_CHILDREN]?.key ?? this.#endKey());
      writer.zeros(end - writer.length);
      return { key: own[0]?.key ?? this.#endKey(), address: placeOf(node) ?? first };
    });
  }

  get #keyBytes(): number {
    return 8 + 8 * (this.#grid.chunkShape.length + 1);
  }

  get #nodeBytes(): number {
    return 24 + (MAX_CHILDREN + 1) * this.#keyBytes + MAX_CHILDREN * 8;
  }

  #child(number: number, { address, storedBytes, filterMask }: ChunkPlace): Child {
    const writer = new FieldWriter().u32(storedBytes).u32(filterMask);
    const at = chunkIndices(this.#grid, 'C', number);
    for (const [axis, length] of this.#grid.chunkShape.entries()) writer.u64((at[axis] ?? 0) * length);
    return { key: writer.u64(0).bytes(), address };
  }

  /** Behind every chunk. */
  #endKey(): Uint8Array {
    const writer = new FieldWriter().u32(0).u32(0);
    for (const [axis, length] of this.#grid.chunkShape.entries()) writer.u64((this.#grid.counts[axis] ?? 1) * length);
    return writer.u64(this.#itemsize).bytes();
  }
}
