import { joinArrayName } from '../../../shared/commands/array-name.js';
import { parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type JsonValue, printJson } from '../../../shared/format/json.js';
import { arrayMetadata, arrayNbytes, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { requireWholeArray } from '../../engine/arrays/container-array.js';
import { mapInOrder } from '../../engine/container/ordered-window.js';
import type { ByteIterable } from '../../engine/io/async-chunks.js';
import { fileNameProblem, pathKey } from '../../engine/io/file-name.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { chunkChoices } from '../../engine/pack/chunk-choices.js';
import { packRuns } from '../../engine/pack/pack-runs.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { type ChunkGrid, chunkIndices, cutAxis, gridChunkNbytes, slowestFirst } from '../chunk-grid.js';
import { inGroups } from '../chunk-places.js';
import type {
  ChunkPlace,
  ChunkRules,
  ChunksFacts,
  DatasetsWriter,
  NewDataset,
  StoredBloscChunk,
  WriteOptions,
} from '../dataset.js';
import { planGrid } from '../plan-grid.js';
import { printFill } from './metadata/fill-value.js';
import { type BloscSettings, printZarray, settingsOfHeader, V2_KEYS, v2Key } from './metadata/v2.js';
import { printV3Array, printV3Group, V3_KEY, v3Key } from './metadata/v3.js';
import type { NewStore } from './store/new-store.js';
import { below, keyOfName } from './store/store.js';

/** Files that are written and flushed at a time. */
const CONCURRENT_VALUES = { window: 8, concurrency: 8 };

/** Of stores of one version. */
export function zarrChunkRules(version: 2 | 3): ChunkRules {
  return {
    wantsPaddedLast: true,
    keepsMissing: true,
    refuses({ spec }, { fillItem }) {
      if (printFill(spec.dtype, fillItem, version === 3) !== undefined) return undefined;
      return 'Zarr cannot say the value of its missing chunks';
    },
  };
}

/** Writes a store of one version. */
export class ZarrWriter implements DatasetsWriter {
  readonly holdsMany = true;
  readonly #store: NewStore;
  readonly #version: 2 | 3;
  /** Arrays and groups by the spelling that the file system compares. */
  readonly #nodes = new Map<string, 'array' | 'group'>();
  #values = 0;

  constructor(store: NewStore, version: 2 | 3) {
    this.#store = store;
    this.#version = version;
  }

  async write(array: NewDataset, source: PlainSource, options: WriteOptions): Promise<void> {
    try {
      const { spec } = array;
      const grid = planGrid(spec, options.chunkRows, this.#nameOf(array));
      const facts = { itemsize: spec.dtype.itemsize, metadata: { ...arrayMetadata(spec) } };
      const { choices } = chunkChoices(options.blosc, facts);
      // Of several, the metadata name the first: readers take what a chunk has from its header.
      const blosc = choices[0] ?? settingsOfHeader(undefined);
      const key = await this.#begin(array, grid, blosc, new Uint8Array(spec.dtype.itemsize));
      if (arrayNbytes(spec) === 0) return;
      const padded = paddedSource(array, grid, source);
      let chunkIndex = 0;
      const target = {
        name: this.#store.name,
        writeChunks: async (stored: Uint8Array, lengths: Uint32Array): Promise<void> => {
          await this.#putAll(chunksOf(stored, lengths), (at) => this.#chunkKey(key, array, grid, chunkIndex + at));
          chunkIndex += lengths.length;
        },
      };
      const chunkSize = gridChunkNbytes(spec, grid);
      const settings = { choices, checksum: 'None', chunkSize, sourceName: source.name } as const;
      await packRuns(padded, settings, target, { ...options, mayBeNone: true });
      await source.requireUnchanged?.();
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
    const blosc = settingsOfHeader(facts.firstHeader && parseBloscHeader(facts.firstHeader));
    const key = await this.#begin(array, facts.grid, blosc, facts.fillItem);
    let chunkIndex = 0;
    for await (const group of inGroups(chunks)) {
      if ('places' in group) {
        const keys = group.places.map(() => this.#chunkKey(key, array, facts.grid, chunkIndex++));
        await this.#copyAll(keys, group.places, options);
        continue;
      }
      if (group.bytes) await this.#put(this.#chunkKey(key, array, facts.grid, chunkIndex), group.bytes);
      chunkIndex++;
    }
  }

  async finish(): Promise<number> {
    if (this.#nodes.size === 0) await this.#putGroup('');
    return this.#store.finish();
  }

  abort(): Promise<void> {
    return this.#store.abort();
  }

  #nameOf({ name }: NewDataset): string {
    return joinArrayName({ path: this.#store.name, name });
  }

  /** Checks all that can be refused, and writes what describes the array and the groups that it is in. Returns its key. */
  async #begin(array: NewDataset, grid: ChunkGrid, blosc: BloscSettings, fillItem: Uint8Array): Promise<string> {
    const { spec, attributes } = array;
    const fill = printFill(spec.dtype, fillItem, this.#version === 3);
    if (fill === undefined) throw new ArgumentError(`Zarr cannot say the fill value of '${this.#nameOf(array)}'`);
    const description = { spec, chunkShape: grid.chunkShape, blosc, fill };
    const isV2 = this.#version === 2;
    const document = isV2 ? printZarray(description) : printV3Array({ ...description, attributes });
    const key = keyOfName(array.name ?? '');
    this.#requireFree(key, array);
    this.#requireRoom(itemCount(grid.counts));
    const parts = key.split('/');
    for (const at of key === '' ? [] : parts.keys()) await this.#putGroup(parts.slice(0, at).join('/'));
    this.#nodes.set(pathKey(key), 'array');
    await this.#putJson(below(key, isV2 ? V2_KEYS.array : V3_KEY), document);
    if (isV2 && attributes.size > 0) await this.#putJson(below(key, V2_KEYS.attributes), attributes);
    return key;
  }

  #requireFree(key: string, array: NewDataset): void {
    const name = this.#nameOf(array);
    const parts = key === '' ? [] : key.split('/');
    for (const part of parts) {
      const problem =
        part === V3_KEY || part.startsWith('.z') ? 'has a meaning of its own in Zarr' : fileNameProblem(part);
      if (problem !== undefined) throw new ArgumentError(`'${name}' cannot be written to Zarr: '${part}' ${problem}`);
    }
    if (this.#nodes.has(pathKey(key))) throw new ArgumentError(`'${name}' exists already, as an array or a group`);
    const parents = parts.map((_, at) => parts.slice(0, at).join('/'));
    if (!parents.some((parent) => this.#nodes.get(pathKey(parent)) === 'array')) return;
    throw new ArgumentError(`'${name}' cannot be written: an array of Zarr cannot hold another one`);
  }

  #requireRoom(chunks: number): void {
    const needed = this.#values + chunks;
    if (needed <= this.#store.maxValues) return;
    throw new ArgumentError(
      `'${this.#store.name}' would have ${needed} members, and a zip archive holds ${this.#store.maxValues} here: ` +
        'take larger chunks (--chunk-rows), or a folder',
      { expected: this.#store.maxValues, found: needed },
    );
  }

  /** Once. */
  async #putGroup(key: string): Promise<void> {
    if (this.#nodes.has(pathKey(key))) return;
    this.#nodes.set(pathKey(key), 'group');
    const isV2 = this.#version === 2;
    await this.#putJson(below(key, isV2 ? V2_KEYS.group : V3_KEY), isV2 ? { zarr_format: 2 } : printV3Group());
  }

  async #putJson(key: string, value: JsonValue): Promise<void> {
    await this.#put(key, new TextEncoder().encode(printJson(value)));
  }

  async #put(key: string, bytes: Uint8Array): Promise<void> {
    this.#values++;
    await this.#store.put(key, bytes);
  }

  async #putAll(values: Generator<Uint8Array>, keyOf: (at: number) => string): Promise<void> {
    let at = 0;
    const put = (bytes: Uint8Array): Promise<void> => this.#put(keyOf(at++), bytes);
    for await (const _ of mapInOrder(values, CONCURRENT_VALUES, put));
  }

  async #copyAll(keys: readonly string[], places: readonly ChunkPlace[], options: OperationOptions): Promise<void> {
    if (await this.#store.copy?.(keys, places, options)) {
      this.#values += keys.length;
      return;
    }
    const put = async ([at, place]: [number, ChunkPlace]): Promise<void> =>
      this.#put(keys[at] ?? '', await place.read());
    for await (const _ of mapInOrder(places.entries(), CONCURRENT_VALUES, put)) throwIfCancelled(options.signal);
  }

  #chunkKey(key: string, { spec }: NewDataset, grid: ChunkGrid, chunkIndex: number): string {
    const indices = chunkIndices(grid, spec.order, chunkIndex);
    return below(key, this.#version === 2 ? v2Key(indices) : v3Key(indices));
  }
}

function* chunksOf(stored: Uint8Array, lengths: Uint32Array): Generator<Uint8Array> {
  let at = 0;
  for (const length of lengths) {
    yield stored.subarray(at, at + length);
    at += length;
  }
}

/** The items with zeros behind those that end in the middle of a chunk, so that all chunks have their whole size. */
function paddedSource(
  { spec }: NewDataset,
  { chunkShape }: ChunkGrid,
  source: PlainSource,
): Pick<PlainSource, 'file' | 'pieces' | 'sizeBytes'> {
  const [lengths, chunk] = [slowestFirst(spec.shape, spec.order), slowestFirst(chunkShape, spec.order)];
  const cut = cutAxis(chunk);
  const length = lengths[cut] ?? 1;
  const rowBytes = lengths.slice(cut + 1).reduce((bytes, rows) => bytes * rows, spec.dtype.itemsize);
  const missingRows = Math.ceil(length / (chunk[cut] ?? 1)) * (chunk[cut] ?? 1) - length;
  const nbytes = arrayNbytes(spec);
  if (source.sizeBytes !== undefined) requireWholeArray({ spec, nbytes }, source.sizeBytes);
  if (missingRows === 0 && source.sizeBytes !== undefined) return source;
  const runs = nbytes / (length * rowBytes);
  return {
    sizeBytes: nbytes + runs * missingRows * rowBytes,
    async *pieces() {
      let arrivedBytes = 0;
      for await (const piece of padEach(source.pieces(), length * rowBytes, missingRows * rowBytes)) {
        if (!piece.isPadding) arrivedBytes += piece.bytes.byteLength;
        if (arrivedBytes > nbytes) requireWholeArray({ spec, nbytes }, arrivedBytes);
        yield piece.bytes;
      }
      requireWholeArray({ spec, nbytes }, arrivedBytes);
    },
  };
}

const ZEROS_BYTES = 2 ** 18;

/** The bytes with `padBytes` zeros behind each `runBytes` of them. */
async function* padEach(
  pieces: ByteIterable,
  runBytes: number,
  padBytes: number,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly isPadding: boolean }, void, undefined> {
  const zeros = new Uint8Array(Math.min(padBytes, ZEROS_BYTES));
  let inRun = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.byteLength; ) {
      const taken = Math.min(piece.byteLength - at, runBytes - inRun);
      yield { bytes: piece.subarray(at, at + taken), isPadding: false };
      at += taken;
      inRun += taken;
      if (inRun < runBytes) continue;
      inRun = 0;
      for (let left = padBytes; left > 0; left -= zeros.byteLength) {
        yield { bytes: zeros.subarray(0, Math.min(left, zeros.byteLength)), isPadding: true };
      }
    }
  }
}
