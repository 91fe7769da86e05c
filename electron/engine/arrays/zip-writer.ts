import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ByteTarget } from '../io/byte-target.js';

export type ZipCompression = 'stored' | 'deflated';

/** A member that is being written; the next one is added when it was ended. */
export interface NewZipMember {
  /** Writes the next bytes, in order. The caller may reuse their memory when the promise is settled. */
  write(bytes: Uint8Array): Promise<void>;
  end(): void;
}

/** The oldest date that zip supports, as numpy writes it. A local date gives the same bytes in every time zone. */
const MEMBER_DATE = new Date(1980, 0, 1);
const MEMBER_MODE = 0o100644;

/**
 * Writes a zip archive, one member after the other; the same members give the same bytes. The target is committed in `finish`;
 * when a member fails, all of it is discarded.
 */
export class ZipWriter {
  readonly #target: ByteTarget;
  readonly #compress: boolean;
  readonly #zip = new ZipFile();
  /** Resolves when all bytes of the archive were written to the target, rejects when writing fails. */
  readonly #drained: Promise<void>;
  /** The member that is being written; destroyed when the target fails. */
  #current: PassThrough | undefined;
  #failure: Error | undefined;
  #aborted = false;
  #sizeBytes = 0;

  /** Takes over the target: `finish` commits it, `abort` discards it. */
  constructor(target: ByteTarget, compression: ZipCompression = 'stored') {
    this.#target = target;
    this.#compress = compression === 'deflated';
    this.#drained = this.#drain();
    this.#drained.catch(() => undefined); // thrown by the next write or by finish()
  }

  get name(): string {
    return this.#target.name;
  }

  /** Starts the next member, of `sizeBytes` bytes before compression. */
  member(fileName: string, sizeBytes: number): NewZipMember {
    if (this.#failure) throw this.#failure;
    const plain = new PassThrough();
    // The waiting or the next write throws the error; this listener only prevents an uncaught exception.
    plain.on('error', () => undefined);
    this.#current = plain;
    this.#zip.addReadStream(plain, fileName, {
      size: sizeBytes,
      compress: this.#compress,
      mtime: MEMBER_DATE,
      mode: MEMBER_MODE,
      // Without it a second, time-zone dependent date is written.
      forceDosTimestamp: true,
    });
    return { write: (bytes) => writeTo(plain, bytes), end: () => void plain.end() };
  }

  /** Completes the archive and gives it its name. When this fails, the file is removed. Returns its size in bytes. */
  async finish(): Promise<number> {
    if (this.#aborted) throw new TypeError(`'${this.name}' was aborted`);
    this.#zip.end();
    try {
      await this.#drained;
      await this.#target.commit();
      return this.#sizeBytes;
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

  async #drain(): Promise<void> {
    const output = this.#output;
    // yazl writes to the destroyed stream a little longer; by then the first error was reported.
    output.on('error', () => undefined);
    this.#zip.on('error', (error: Error) => void output.destroy(error));
    try {
      for await (const piece of output) {
        await this.#target.append(piece);
        this.#sizeBytes += piece.byteLength;
      }
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
