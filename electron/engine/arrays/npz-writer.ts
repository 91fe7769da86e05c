import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { ArgumentError } from '../../../shared/format/errors.js';
import type { OutputOptions } from '../io/atomic-file.js';
import type { ByteTarget } from '../io/byte-target.js';
import { openFileTarget } from '../io/file-target.js';
import type { PlainSink } from '../plain/plain-sink.js';
import { type ContainerArray, containerArray, requireWholeArray } from './container-array.js';
import { npyHeaderFor } from './npy-head.js';

export interface NpzOptions extends OutputOptions {
  /** `stored` as `np.savez` writes them, `deflated` as `np.savez_compressed`. Default `stored`. */
  readonly compression?: 'stored' | 'deflated';
}

/** numpy gives its members the oldest date that zip knows. The date is a local one: the same bytes in every time zone. */
const MEMBER_DATE = new Date(1980, 0, 1);
const MEMBER_MODE = 0o100644;

/**
 * Writes a `.npz` file that `np.load` reads; the same arrays give the same bytes. Members are written one after the other,
 * each through a sink of its own. The file appears under its name with `finish()`; a member that fails takes it all back.
 */
export class NpzWriter {
  readonly #target: ByteTarget;
  readonly #compress: boolean;
  readonly #zip = new ZipFile();
  readonly #names = new Set<string>();
  /** Settled when every byte of the archive has reached the target, or one could not. */
  readonly #drained: Promise<void>;
  #aborted = false;

  private constructor(target: ByteTarget, compress: boolean) {
    this.#target = target;
    this.#compress = compress;
    this.#drained = this.#drain();
    this.#drained.catch(() => undefined); // seen by the next write or by finish()
  }

  static async create(path: string, options: NpzOptions = {}): Promise<NpzWriter> {
    return new NpzWriter(await openFileTarget(path, options), options.compression === 'deflated');
  }

  /** A sink for the next array. `name` is numpy's, without `.npy`; ArgumentError for an unsafe one or one that is taken. */
  member(name: string): PlainSink {
    requireSafeName(name);
    if (this.#names.has(name)) throw new ArgumentError(`the archive has an array '${name}' already`);
    this.#names.add(name);
    const plain = new PassThrough();
    let array: ContainerArray | undefined;
    let writtenBytes = 0;
    const write = (bytes: Uint8Array) => Promise.race([writeTo(plain, bytes), this.#failed()]);
    return {
      name: `${this.#target.name}:${name}.npy`,
      begin: async (info) => {
        array = containerArray(info);
        const header = npyHeaderFor(array.spec);
        this.#add(plain, `${name}.npy`, header.byteLength + array.nbytes);
        await write(header);
      },
      write: async (bytes) => {
        writtenBytes += bytes.byteLength;
        await write(bytes);
      },
      finish: async () => {
        if (array === undefined) throw new TypeError('a .npz member sink was used before begin()');
        requireWholeArray(array, writtenBytes);
        plain.end();
      },
      abort: () => this.abort(),
    };
  }

  /** Completes the archive and gives it its name. */
  async finish(): Promise<void> {
    if (this.#aborted) throw new TypeError('the .npz file was aborted');
    this.#zip.end();
    await this.#drained;
    await this.#target.commit();
  }

  /** Leaves nothing behind. */
  async abort(): Promise<void> {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#output.destroy();
    await this.#drained.catch(() => undefined);
    await this.#target.discard();
  }

  get #output(): Readable {
    // The types promise less than the PassThrough that yazl documents.
    return this.#zip.outputStream as Readable;
  }

  #add(plain: PassThrough, fileName: string, sizeBytes: number): void {
    this.#zip.addReadStream(plain, fileName, {
      size: sizeBytes,
      compress: this.#compress,
      mtime: MEMBER_DATE,
      mode: MEMBER_MODE,
      // Without it a second, time-zone dependent date is written.
      forceDosTimestamp: true,
    });
  }

  async #drain(): Promise<void> {
    const output = this.#output;
    // yazl goes on writing to a destroyed stream for a moment; what went wrong was told by then.
    output.on('error', () => undefined);
    this.#zip.on('error', (error: Error) => void output.destroy(error));
    for await (const piece of output) await this.#target.append(piece);
  }

  /** Rejects when the target does, so that nobody waits for bytes that will never be taken. */
  async #failed(): Promise<void> {
    await this.#drained;
    throw new TypeError('the .npz file is complete already');
  }
}

/** Settled when the stream has passed the bytes on. They are copied: the stream keeps them longer than the caller does. */
function writeTo(stream: PassThrough, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes.slice(), (error) => (error ? reject(error) : resolve()));
  });
}

/** What any unpacker would accept as a file below its own folder. Throws ArgumentError. */
function requireSafeName(name: string): void {
  const segments = name.split('/');
  const escapes = segments.includes('..') || segments.includes('') || /^[A-Za-z]:/.test(name);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (!escapes && !/[\\\u0000-\u001f]/.test(name)) return;
  throw new ArgumentError(`${JSON.stringify(name)} cannot name an array in a .npz file: it is empty or would leave it`);
}
