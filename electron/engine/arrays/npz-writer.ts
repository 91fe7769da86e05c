import { ArgumentError } from '../../../shared/format/errors.js';
import type { OutputOptions } from '../io/atomic-file.js';
import { type ByteTarget, openFileTarget } from '../io/byte-target.js';
import type { PlainSink } from '../pack/plain/plain-sink.js';
import { type ContainerArray, containerArray, requireWholeArray } from './container-array.js';
import { type NewZipMember, type ZipCompression, ZipWriter } from './zip-writer.js';

export interface NpzOptions extends OutputOptions {
  /** `stored` as `np.savez` writes them, `deflated` as `np.savez_compressed`. Default `stored`. */
  readonly compression?: ZipCompression;
}

/**
 * Writes a `.npz` file that `np.load` reads; the same arrays give the same bytes. Members are written one after the other, each
 * through its own sink. The file gets its name in `finish()`; when a member fails, the whole file is discarded.
 */
export class NpzWriter {
  readonly #zip: ZipWriter;
  readonly #names = new Set<string>();

  /** Takes over the target: `finish` commits it, `abort` discards it. */
  constructor(target: ByteTarget, compression: NpzOptions['compression'] = 'stored') {
    this.#zip = new ZipWriter(target, compression);
  }

  static async create(path: string, options: NpzOptions = {}): Promise<NpzWriter> {
    return new NpzWriter(await openFileTarget(path, options), options.compression);
  }

  /** A sink for the next array. `name` is numpy's, without `.npy`. Throws ArgumentError for an unsafe name and for a used one. */
  member(name: string): PlainSink {
    requireSafeName(name);
    if (this.#names.has(name)) throw new ArgumentError(`the archive already has an array '${name}'`);
    this.#names.add(name);
    let plain: NewZipMember | undefined;
    let array: ContainerArray | undefined;
    let writtenBytes = 0;
    return {
      name: `${this.#zip.name}:${name}.npy`,
      begin: async (info) => {
        array = containerArray(info);
        const header = array.npyHeader;
        plain = await this.#zip.member(`${name}.npy`, header.byteLength + array.nbytes);
        await plain.write(header);
      },
      write: async (bytes) => {
        writtenBytes += bytes.byteLength;
        await plain?.write(bytes);
      },
      finish: async () => {
        if (array === undefined || plain === undefined)
          throw new TypeError('a .npz member sink was used before begin()');
        requireWholeArray(array, writtenBytes);
        await plain.end();
      },
      abort: () => this.abort(),
    };
  }

  /** Completes the archive and gives it its name. When this fails, the file is removed. */
  async finish(): Promise<void> {
    await this.#zip.finish();
  }

  /** Removes what was written. */
  abort(): Promise<void> {
    return this.#zip.abort();
  }
}

/** Throws ArgumentError for a name that would lead out of the folder to which the archive is unpacked. */
function requireSafeName(name: string): void {
  const segments = name.split('/');
  const escapes = segments.includes('..') || segments.includes('') || /^[A-Za-z]:/.test(name);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (!escapes && !/[\\\u0000-\u001f]/.test(name)) return;
  throw new ArgumentError(`${JSON.stringify(name)} cannot name an array in a .npz file: it is empty or would leave it`);
}
