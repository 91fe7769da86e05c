import { joinArrayName } from '../../../../shared/commands/array-name.js';
import { BLOSC_HEADER_BYTES, badChunk, parseBloscHeader } from '../../../../shared/format/blosc-chunk.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { type ArraySpec, arrayMetadata, arrayNbytes } from '../../../../shared/format/numpy/array-metadata.js';
import { mapInOrder } from '../../../engine/container/ordered-window.js';
import { AtomicFile, type OutputOptions } from '../../../engine/io/atomic-file.js';
import { chunkWindow, type OperationOptions, throwIfCancelled } from '../../../engine/operation.js';
import { chunkChoices } from '../../../engine/pack/chunk-choices.js';
import type { PlainSource } from '../../../engine/pack/plain/plain-source.js';
import { compressSmallest } from '../../../engine/pack/single-chunk.js';
import { type ChunkGrid, chunkRuns, gridChunkNbytes } from '../../chunk-grid.js';
import { type ChunkGroup, copyPlaces, inGroups, NO_DIGESTS } from '../../chunk-places.js';
import type {
  ChunkRules,
  ChunksFacts,
  DatasetsWriter,
  NewDataset,
  StoredBloscChunk,
  WriteOptions,
} from '../../dataset.js';
import { planGrid } from '../../plan-grid.js';
import { ChunkTable } from '../chunk-index/chunk-table.js';
import { SIGNATURE } from '../metadata/superblock.js';
import { MAX_CHUNK_NBYTES } from '../read/stored-dataset.js';
import { attributeMessages } from './attribute-messages.js';
import { ChunkTree } from './chunk-tree.js';
import { type BloscFilter, datasetHeader, filterOfHeader, type NewStorage } from './dataset-header.js';
import { datatypeMessage } from './datatype-message.js';
import { ExactPieces } from './exact-pieces.js';
import { FieldWriter } from './field-writer.js';
import { GroupTree } from './group-tree.js';

const SUPERBLOCK_BYTES = 48;
/** The dataset of a file that has one without a name. */
const DEFAULT_NAME = 'data';

export const HDF5_CHUNK_RULES: ChunkRules = {
  wantsCOrder: true,
  wantsPaddedLast: true,
  keepsMissing: true,
  refuses({ spec }, { grid, firstHeader }) {
    if (spec.order === 'F' && spec.shape.length > 1) return 'HDF5 has C order only';
    if (spec.shape.length === 0) return 'HDF5 has no chunks of an array without axes';
    if (firstHeader === undefined) return 'all of its chunks are missing';
    return gridChunkNbytes(spec, grid) > MAX_CHUNK_NBYTES
      ? `its chunks have more than ${MAX_CHUNK_NBYTES} bytes`
      : undefined;
  },
};

/**
 * Writes an HDF5 file that HDF5 reads since 1.8: superblock and object headers of version 2, chunks that went through the Blosc filter,
 * indexed by B-trees of version 1. Chunks stand in the file as they come, what describes them behind them.
 */
export class Hdf5Writer implements DatasetsWriter {
  readonly holdsMany = true;
  readonly wantsCOrder = true;
  readonly #output: AtomicFile;
  readonly #groups = new GroupTree();
  #end = SUPERBLOCK_BYTES;

  private constructor(output: AtomicFile) {
    this.#output = output;
  }

  static async create(path: string, options: OutputOptions): Promise<Hdf5Writer> {
    return new Hdf5Writer(await AtomicFile.create(path, options));
  }

  async write(array: NewDataset, source: PlainSource, options: WriteOptions): Promise<void> {
    try {
      requireCOrder(array.spec);
      datatypeMessage(array.spec.dtype);
      const setAddress = this.#groups.claim(array.name ?? DEFAULT_NAME);
      const pieces = new ExactPieces(source);
      try {
        const storage = await this.#writeItems(array, pieces, options);
        await pieces.end();
        await source.requireUnchanged?.();
        setAddress(await this.#describe(array, storage, new Uint8Array(array.spec.dtype.itemsize)));
      } finally {
        await pieces.stop();
      }
    } finally {
      await source.close?.();
    }
  }

  async writeChunks(
    array: NewDataset,
    facts: ChunksFacts,
    chunks: AsyncIterable<StoredBloscChunk>,
    options: OperationOptions,
  ): Promise<void> {
    const refused = HDF5_CHUNK_RULES.refuses(array, facts);
    if (refused !== undefined || facts.firstHeader === undefined) {
      throw new ArgumentError(`the chunks cannot be moved to an HDF5 file, because ${refused}`);
    }
    datatypeMessage(array.spec.dtype);
    const setAddress = this.#groups.claim(array.name ?? DEFAULT_NAME);
    const { itemsize } = array.spec.dtype;
    const chunkNbytes = gridChunkNbytes(array.spec, facts.grid);
    const count = facts.grid.counts.reduce((product, length) => product * length, 1);
    const table = new ChunkTable();
    let number = 0;
    for await (const group of inGroups(chunks)) {
      number += await this.#addGroup(table, number, group, chunkNbytes, options);
      if (number > count) throw new TypeError(`there are more than the ${count} chunks of the grid`);
    }
    if (number !== count) throw new TypeError(`there are ${number} chunks, and the grid has ${count}`);
    const filter = { ...filterOfHeader(facts.firstHeader), chunkNbytes };
    const storage = await this.#writeTree(table, facts.grid, itemsize, filter);
    setAddress(await this.#describe(array, storage, facts.fillItem));
  }

  async finish(): Promise<number> {
    const groups = this.#groups.headers(this.#aligned());
    await this.#append(groups.bytes);
    await this.#output.writeAt(superblock(this.#end, groups.root), 0);
    await this.#output.commit();
    return this.#end;
  }

  async abort(): Promise<void> {
    await this.#output.discard();
  }

  async #writeItems(array: NewDataset, pieces: ExactPieces, options: WriteOptions): Promise<NewStorage> {
    const { spec } = array;
    const sizeBytes = arrayNbytes(spec);
    if (sizeBytes === 0) return { kind: 'contiguous', address: undefined, sizeBytes };
    if (spec.shape.length > 0) return this.#compress(array, pieces, options);
    const item = new Uint8Array(sizeBytes);
    await pieces.fill(item);
    return { kind: 'contiguous', address: await this.#append(item), sizeBytes };
  }

  async #compress({ spec, name }: NewDataset, pieces: ExactPieces, options: WriteOptions): Promise<NewStorage> {
    const data = { itemsize: spec.dtype.itemsize, metadata: { ...arrayMetadata(spec) } };
    const { choices } = chunkChoices(options.blosc, data);
    const fullName = joinArrayName({ path: this.#output.path, name });
    const grid = planGrid(spec, options.chunkRows, fullName);
    const chunkNbytes = gridChunkNbytes(spec, grid);
    if (chunkNbytes > MAX_CHUNK_NBYTES) throw tooLarge(fullName, chunkNbytes);
    const table = new ChunkTable();
    let doneBytes = 0;
    const window = chunkWindow<Uint8Array>(options, (chunk) => 2 * chunk.byteLength);
    const compressed = mapInOrder(plainChunks(spec, grid, pieces), window, (chunk) => compressSmallest(chunk, choices));
    for await (const bytes of compressed) {
      throwIfCancelled(options.signal);
      await this.#addChunk(table, table.count, bytes);
      doneBytes = Math.min(arrayNbytes(spec), doneBytes + chunkNbytes);
      options.onProgress?.({ doneBytes, totalBytes: arrayNbytes(spec), chunksDone: table.count });
    }
    const [settings] = choices;
    if (settings === undefined) throw new TypeError('there are no settings to compress with');
    return this.#writeTree(table, grid, spec.dtype.itemsize, { ...settings, chunkNbytes });
  }

  async #addChunk(table: ChunkTable, number: number, bytes: Uint8Array): Promise<void> {
    const address = await this.#append(bytes);
    table.add(number, { address, storedBytes: bytes.byteLength, filterMask: 0 });
  }

  /** Adds the chunks from number `first` on. Returns how many they are, missing ones too. */
  async #addGroup(
    table: ChunkTable,
    first: number,
    group: ChunkGroup,
    chunkNbytes: number,
    options: OperationOptions,
  ): Promise<number> {
    if (!('places' in group)) {
      if (!group.bytes) return 1;
      requireWhole(group.bytes, group.bytes.byteLength, chunkNbytes, first);
      await this.#addChunk(table, first, group.bytes);
      return 1;
    }
    const { places } = group;
    const positions = Float64Array.from(places, ({ header, lengthBytes }, index) => {
      requireWhole(header, lengthBytes, chunkNbytes, first + index);
      const address = this.#end;
      table.add(first + index, { address, storedBytes: lengthBytes, filterMask: 0 });
      this.#end += lengthBytes;
      return address;
    });
    const { path, handle } = this.#output;
    const fds = new Int32Array(places.length).fill(handle.fd);
    await copyPlaces(places, { name: path, fds, positions }, NO_DIGESTS, options);
    return places.length;
  }

  async #writeTree(
    table: ChunkTable,
    grid: ChunksFacts['grid'],
    itemsize: number,
    filter: BloscFilter,
  ): Promise<NewStorage> {
    const tree = new ChunkTree(grid, itemsize).nodes(table, this.#aligned());
    if (tree) await this.#append(tree.bytes);
    return { kind: 'chunked', chunkShape: grid.chunkShape, address: tree?.root, filter };
  }

  /** Writes attributes and header of a dataset, and returns the header's address. */
  async #describe({ spec, attributes }: NewDataset, storage: NewStorage, fillItem: Uint8Array): Promise<number> {
    const { messages, heaps } = attributeMessages(attributes, this.#aligned());
    if (heaps.byteLength > 0) await this.#append(heaps);
    this.#aligned();
    return this.#append(datasetHeader(spec, storage, fillItem, messages));
  }

  /** The next position that is a multiple of 8, where metadata begin. */
  #aligned(): number {
    this.#end = Math.ceil(this.#end / 8) * 8;
    return this.#end;
  }

  async #append(bytes: Uint8Array): Promise<number> {
    const address = this.#end;
    await this.#output.writeAt(bytes, address);
    this.#end += bytes.byteLength;
    return address;
  }
}

/** All of one size: padded with zeros where they reach over the edge of the array. */
async function* plainChunks(
  spec: ArraySpec,
  grid: ChunkGrid,
  pieces: ExactPieces,
): AsyncGenerator<Uint8Array, void, undefined> {
  const runs = chunkRuns(spec, grid);
  if (!runs) throw new TypeError('a grid that was not planned in runs of rows');
  for (let chunkIndex = 0; chunkIndex < runs.count; chunkIndex++) {
    const chunk = new Uint8Array(gridChunkNbytes(spec, grid));
    await pieces.fill(chunk.subarray(0, runs.itemsOf(chunkIndex) * spec.dtype.itemsize));
    yield chunk;
  }
}

function tooLarge(name: string, chunkNbytes: number): ArgumentError {
  return new ArgumentError(
    `the chunks of '${name}' would have ${chunkNbytes} bytes, and HDF5 takes at most ${MAX_CHUNK_NBYTES} here: give fewer rows in a chunk (--chunk-rows)`,
    { expected: MAX_CHUNK_NBYTES, found: chunkNbytes },
  );
}

function requireCOrder({ order, shape }: ArraySpec): void {
  if (order === 'C' || shape.length < 2) return;
  throw new ArgumentError('HDF5 has C order only: the items have to come in C order');
}

function requireWhole(start: Uint8Array, lengthBytes: number, chunkNbytes: number, chunkIndex: number): void {
  const { nbytes, ctbytes } = parseBloscHeader(start.subarray(0, BLOSC_HEADER_BYTES), { chunkIndex });
  if (nbytes === chunkNbytes && ctbytes === lengthBytes) return;
  throw badChunk(`it has ${nbytes} plain bytes in ${lengthBytes}, expected ${chunkNbytes}`, { chunkIndex });
}

function superblock(endAddress: number, rootAddress: number): Uint8Array {
  const writer = new FieldWriter().put(SIGNATURE).u8(2).u8(8).u8(8).u8(0);
  return writer.u64(0).address(undefined).u64(endAddress).u64(rootAddress).checksum().bytes();
}
