import { arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { BytesSink, bytesSource } from '../pack/plain/plain-bytes.js';
import type { PlainInfo, PlainSink } from '../pack/plain/plain-sink.js';
import type { PlainSource } from '../pack/plain/plain-source.js';
import { type ContainerArray, containerArray, requireWholeArray } from './container-array.js';
import type { NdArray } from './ndarray.js';

/** An array in memory. Its bytes must not change while the source is in use; nothing is copied. */
export function ndarraySource(array: NdArray, name = '<array>'): PlainSource {
  return {
    ...bytesSource(array.bytes, name),
    itemsize: array.dtype.itemsize,
    metadata: { ...arrayMetadata(array) },
  };
}

/** Collects an array in memory. Allocates by the bytes that arrive, never by the shape in the metadata. */
export class NdArraySink implements PlainSink {
  readonly name = '<array>';
  readonly #bytes = new BytesSink();
  #array: ContainerArray | undefined;
  #sizeBytes = 0;

  async begin(info: PlainInfo): Promise<void> {
    this.#array = containerArray(info);
    await this.#bytes.begin(info);
  }

  room(startByte: number, sizeBytes: number): Uint8Array {
    return this.#bytes.room(startByte, sizeBytes);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#bytes.write(bytes);
    this.#sizeBytes += bytes.byteLength;
  }

  async finish(): Promise<void> {
    requireWholeArray(this.#begun(), this.#sizeBytes);
  }

  abort(): Promise<void> {
    return this.#bytes.abort();
  }

  /** The array, in memory that belongs to the caller. Call it once, after `finish`. */
  array(): NdArray {
    return { ...this.#begun().spec, bytes: this.#bytes.bytes() };
  }

  #begun(): ContainerArray {
    if (this.#array === undefined) throw new TypeError('an array sink was used before begin()');
    return this.#array;
  }
}
