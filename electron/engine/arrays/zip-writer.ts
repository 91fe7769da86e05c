import { once } from 'node:events';
import { createDeflateRaw } from 'node:zlib';
import { crc32 } from '../../../native/index.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import type { ByteTarget } from '../io/byte-target.js';
import { dataDescriptor, directory, localHeader, type ZipRecord } from './zip-records.js';

export type ZipCompression = 'stored' | 'deflated';

/** A member that is being written; the next one is added when it was ended. */
export interface NewZipMember {
  /** Writes the next bytes, in order. The caller may reuse their memory when the promise is settled. */
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** Stored members whose bytes native code writes: their names, and lengths in bytes. */
export interface PlacedMembers {
  readonly fileNames: readonly string[];
  readonly lengths: Uint32Array;
}

const MAX_NAME_BYTES = 0xffff;

/**
 * Writes a zip archive, one member after the other; the same members give the same bytes. The target is committed in `finish`.
 */
export class ZipWriter {
  readonly #target: ByteTarget;
  readonly #isDeflated: boolean;
  readonly #records: ZipRecord[] = [];
  #sizeBytes = 0;
  #isAborted = false;

  /** Takes over the target: `finish` commits it, `abort` discards it. */
  constructor(target: ByteTarget, compression: ZipCompression = 'stored') {
    this.#target = target;
    this.#isDeflated = compression === 'deflated';
  }

  get name(): string {
    return this.#target.name;
  }

  /** Starts the next member, of `sizeBytes` bytes before compression. */
  async member(fileName: string, sizeBytes: number): Promise<NewZipMember> {
    const isDeflated = this.#isDeflated;
    const start = { fileName: encodedName(fileName), isDeflated, positionBytes: this.#sizeBytes };
    await this.#append(localHeader(start));
    const firstByte = this.#sizeBytes;
    const body: NewZipMember = isDeflated
      ? this.#deflated()
      : { write: (bytes) => this.#append(bytes), async end() {} };
    let writtenBytes = 0;
    let crc = 0;
    return {
      write: async (bytes) => {
        writtenBytes += bytes.byteLength;
        crc = crc32(bytes, crc);
        await body.write(bytes);
      },
      end: async () => {
        await body.end();
        if (writtenBytes !== sizeBytes) {
          throw new TypeError(`member '${fileName}' got ${writtenBytes} bytes instead of ${sizeBytes}`);
        }
        const record = { ...start, crc32: crc, storedBytes: this.#sizeBytes - firstByte, sizeBytes };
        this.#records.push(record);
        await this.#append(dataDescriptor(record));
      },
    };
  }

  /**
   * For native code that writes stored members itself: the open file, and where the bytes of each belong in it. Call `placed` when they
   * are there. Undefined where the target is no file.
   */
  room({ fileNames, lengths }: PlacedMembers): { readonly fd: number; readonly positions: Float64Array } | undefined {
    const sink = this.#isDeflated ? undefined : this.#target.direct?.room(0);
    if (sink === undefined || sink instanceof Uint8Array) return undefined;
    const positions = new Float64Array(lengths.length);
    for (const [index, record] of this.#recordsOf({ fileNames, lengths }, new Uint32Array(lengths.length)).entries()) {
      positions[index] = record.positionBytes + localHeader(record).byteLength;
    }
    return { fd: sink.fd, positions };
  }

  /** Adds the members of `room`, whose bytes have these CRC-32. */
  async placed(members: PlacedMembers, crcs: Uint32Array): Promise<void> {
    const records = this.#recordsOf(members, crcs);
    let before: Uint8Array = new Uint8Array(0);
    for (const record of records) {
      const header = localHeader(record);
      await this.#target.patch(record.positionBytes - before.byteLength, Buffer.concat([before, header]));
      before = dataDescriptor(record);
      this.#sizeBytes = record.positionBytes + header.byteLength + record.storedBytes;
      this.#records.push(record);
    }
    const added = this.#sizeBytes - (records[0]?.positionBytes ?? this.#sizeBytes);
    this.#target.direct?.wrote(added);
    await this.#append(before);
  }

  /** Completes the archive and gives it its name. When this fails, the file is removed. Returns its size in bytes. */
  async finish(): Promise<number> {
    if (this.#isAborted) throw new TypeError(`'${this.name}' was aborted`);
    try {
      await this.#append(Buffer.concat([...directory(this.#records, this.#sizeBytes)]));
      await this.#target.commit();
      return this.#sizeBytes;
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  /** Removes what was written. */
  async abort(): Promise<void> {
    if (this.#isAborted) return;
    this.#isAborted = true;
    await this.#target.discard();
  }

  #recordsOf({ fileNames, lengths }: PlacedMembers, crcs: Uint32Array): readonly ZipRecord[] {
    let positionBytes = this.#sizeBytes;
    return fileNames.map((fileName, index) => {
      const sizeBytes = lengths[index] ?? 0;
      const start = { fileName: encodedName(fileName), isDeflated: false, positionBytes };
      const record = { ...start, crc32: crcs[index] ?? 0, storedBytes: sizeBytes, sizeBytes };
      positionBytes += localHeader(record).byteLength + sizeBytes + dataDescriptor(record).byteLength;
      return record;
    });
  }

  /** Node's deflater; its output is appended while it gets its input. */
  #deflated(): NewZipMember {
    const deflater = createDeflateRaw();
    const done = (async () => {
      for await (const piece of deflater) await this.#append(piece);
    })();
    done.catch(() => undefined); // thrown by the next write or by `end`
    return {
      // A copy: the deflater may keep the bytes, and the caller reuses their memory.
      async write(bytes) {
        if (!deflater.destroyed && deflater.write(bytes.slice())) return;
        await Promise.race([done, once(deflater, 'drain')]);
      },
      async end() {
        deflater.end();
        await done;
      },
    };
  }

  async #append(bytes: Uint8Array): Promise<void> {
    await this.#target.append(bytes);
    this.#sizeBytes += bytes.byteLength;
  }
}

function encodedName(fileName: string): Uint8Array {
  const bytes = new TextEncoder().encode(fileName);
  if (bytes.byteLength <= MAX_NAME_BYTES) return bytes;
  throw new ArgumentError(`the name of a member of a zip archive has ${bytes.byteLength} bytes, more than it can have`);
}
