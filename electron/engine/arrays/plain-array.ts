import { ArgumentError } from '../../../shared/format/errors.js';
import type { ArraySlice } from '../container/container.js';
import { type ByteRun, selectionRuns, selectionShape } from '../container/slice-runs.js';
import { parseSlices, resolveSlices } from '../container/slices.js';
import type { RandomReader } from '../io/random-reader.js';
import { temporaryCopy } from '../io/temporary-copy.js';
import { throwIfCancelled } from '../operation.js';
import { npyArray, type PlainArray } from './npy-array.js';
import { NpzArchive } from './npz-reader.js';

/**
 * An array of a `.npz` file, inflated into a temporary file. Without a name, the only one there is; ArgumentError when there are
 * several. Closes the reader of the archive.
 */
export async function npzArray(reader: RandomReader, member: string | undefined): Promise<PlainArray> {
  const archive = await NpzArchive.open(reader);
  try {
    const name = member ?? onlyName(archive);
    const fileName = archive.list().find((one) => one.kind === 'array' && one.name === name)?.fileName;
    return await npyArray(await temporaryCopy(archive.file(name), `${reader.name}:${fileName ?? name}`));
  } finally {
    await archive.close();
  }
}

function onlyName({ names }: NpzArchive): string {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  const listed = names.length === 0 ? 'it has none' : `it has ${names.slice(0, 20).join(', ')}`;
  throw new ArgumentError(`choose one array of the archive: ${listed}`);
}

/** Bytes of one read at most, and what short runs are read by: neighbouring items are then read once. */
const BLOCK_BYTES = 256 * 1024;

/** A part of the array, by numpy's slicing. */
export function slicePlainArray({ reader, startByte, spec, facts }: PlainArray, slices: string): ArraySlice {
  const selection = resolveSlices(spec.shape, parseSlices(slices));
  return {
    spec: { dtype: spec.dtype, shape: selectionShape(selection), order: spec.order },
    async *pieces({ signal } = {}) {
      const blocks = new Blocks(reader, startByte, facts.sizeBytes);
      for (const run of selectionRuns(spec, selection)) {
        for await (const piece of blocks.read(run)) {
          throwIfCancelled(signal);
          yield piece;
        }
      }
      await reader.requireUnchanged();
    },
  };
}

/** Reads an array in blocks and keeps the last one. */
class Blocks {
  readonly #reader: RandomReader;
  readonly #arrayAt: number;
  readonly #sizeBytes: number;
  #block: Uint8Array = new Uint8Array(0);
  #index = -1;

  constructor(reader: RandomReader, arrayAt: number, sizeBytes: number) {
    this.#reader = reader;
    this.#arrayAt = arrayAt;
    this.#sizeBytes = sizeBytes;
  }

  /** The pieces are valid until the array is closed. */
  async *read({ startByte, lengthBytes }: ByteRun): AsyncGenerator<Uint8Array, void, undefined> {
    const endByte = startByte + lengthBytes;
    for (let at = startByte; at < endByte; ) {
      const index = Math.floor(at / BLOCK_BYTES);
      if (index !== this.#index) [this.#block, this.#index] = [await this.#load(index), index];
      const end = Math.min(endByte, (index + 1) * BLOCK_BYTES);
      yield this.#block.subarray(at - index * BLOCK_BYTES, end - index * BLOCK_BYTES);
      at = end;
    }
  }

  #load(index: number): Promise<Uint8Array> {
    const startByte = index * BLOCK_BYTES;
    return this.#reader.readAt(this.#arrayAt + startByte, Math.min(BLOCK_BYTES, this.#sizeBytes - startByte));
  }
}
