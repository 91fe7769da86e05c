import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { ArgumentError } from '../../../shared/format/errors.js';
import type { OutputOptions } from '../io/atomic-file.js';
import { type ByteTarget, openFileTarget } from '../io/byte-target.js';
import type { PlainSink } from '../pack/plain/plain-sink.js';
import { type ContainerArray, containerArray, requireWholeArray } from './container-array.js';

export interface NpzOptions extends OutputOptions {
  /** `stored` as `np.savez` writes them, `deflated` as `np.savez_compressed`. Default `stored`. */
  readonly compression?: 'stored' | 'deflated';
}

/** The oldest date that zip supports, as numpy writes it. A local date gives the same bytes in every time zone. */
const MEMBER_DATE = new Date(1980, 0, 1);
const MEMBER_MODE = 0o100644;

/**
 * Writes a `.npz` file that `np.load` reads; the same arrays give the same bytes. Members are written one after the other, each
 * through its own sink. The file gets its name in `finish()`; when a member fails, the whole file is discarded.
 */
export class NpzWriter {
  readonly #target: ByteTarget;
  readonly #compress: boolean;
  readonly #zip = new ZipFile();
  readonly #names = new Set<string>();
  /** Resolves when all bytes of the archive were written to the target, rejects when writing fails. */
  readonly #drained: Promise<void>;
  /** The member that is being written; destroyed when the target fails. */
  #current: PassThrough | undefined;
  #failure: Error | undefined;
  #aborted = false;

  /** Takes over the target: `finish` commits it, `abort` discards it. */
  constructor(target: ByteTarget, compression: NpzOptions['compression'] = 'stored') {
    this.#target = target;
    this.#compress = compression === 'deflated';
    this.#drained = this.#drain();
    this.#drained.catch(() => undefined); // thrown by the next write or by finish()
  }

  static async create(path: string, options: NpzOptions = {}): Promise<NpzWriter> {
    return new NpzWriter(await openFileTarget(path, options), options.compression);
  }

  /** A sink for the next array. `name` is numpy's, without `.npy`. Throws ArgumentError for an unsafe name and for a used one. */
  member(name: string): PlainSink {
    requireSafeName(name);
    if (this.#names.has(name)) throw new ArgumentError(`the archive already has an array '${name}'`);
    this.#names.add(name);
    const plain = new PassThrough();
    // The waiting or the next write throws the error; this listener only prevents an uncaught exception.
    plain.on('error', () => undefined);
    let array: ContainerArray | undefined;
    let writtenBytes = 0;
    return {
      name: `${this.#target.name}:${name}.npy`,
      begin: async (info) => {
        array = containerArray(info);
        const header = array.npyHeader;
        this.#add(plain, `${name}.npy`, header.byteLength + array.nbytes);
        await writeTo(plain, header);
      },
      write: async (bytes) => {
        writtenBytes += bytes.byteLength;
        await writeTo(plain, bytes);
      },
      finish: async () => {
        if (array === undefined) throw new TypeError('a .npz member sink was used before begin()');
        requireWholeArray(array, writtenBytes);
        plain.end();
      },
      abort: () => this.abort(),
    };
  }

  /** Completes the archive and gives it its name. When this fails, the file is removed. */
  async finish(): Promise<void> {
    if (this.#aborted) throw new TypeError('the .npz file was aborted');
    this.#zip.end();
    try {
      await this.#drained;
      await this.#target.commit();
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  /** Removes what was written. */
  async abort(): Promise<void> {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#output.destroy();
    await this.#drained.catch(() => undefined);
    await this.#target.discard();
  }

  get #output(): Readable {
    // yazl documents a PassThrough; its types have only a ReadableStream.
    return this.#zip.outputStream as Readable;
  }

  #add(plain: PassThrough, fileName: string, sizeBytes: number): void {
    if (this.#failure) throw this.#failure;
    this.#current = plain;
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
    // yazl writes to the destroyed stream a little longer; by then the first error was reported.
    output.on('error', () => undefined);
    this.#zip.on('error', (error: Error) => void output.destroy(error));
    try {
      for await (const piece of output) await this.#target.append(piece);
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      // Otherwise its writer would wait for ever for 'drain'.
      this.#current?.destroy(this.#failure);
      throw error;
    }
  }
}

/** yazl's streams buffer several pieces: they are small, so that several chunks are never buffered. */
const PIECE_BYTES = 128 * 1024;

/** Resolves when the stream can take more. Copies the bytes, since the caller reuses their memory earlier. */
async function writeTo(stream: PassThrough, bytes: Uint8Array): Promise<void> {
  for (let startByte = 0; startByte < bytes.byteLength; startByte += PIECE_BYTES) {
    if (stream.errored) throw stream.errored;
    if (!stream.write(bytes.slice(startByte, startByte + PIECE_BYTES))) await once(stream, 'drain');
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
