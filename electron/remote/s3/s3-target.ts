import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { IoError } from '../../../shared/format/errors.js';
import type { ByteTarget } from '../../engine/io/byte-target.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { MultipartUpload, type ObjectKey } from './multipart-upload.js';
import { type ObjectVersion, versionOf } from './object-version.js';
import { PartBuffer } from './part-buffer.js';
import { copiedPartBytes, leastPartBytes, partBytes } from './part-sizes.js';
import { failureOfS3 } from './s3-failures.js';

/** What a new object may replace: nothing, whatever there is, or only this content of the object. */
export type Replaced = 'nothing' | 'anything' | ReplacedContent;

export interface ReplacedContent {
  readonly reader: RandomReader;
  readonly version: ObjectVersion & { readonly etag: string };
}

interface Condition {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

/** Bytes that are read at a time of those that are too few for a part of their own. */
const READ_BYTES = 2 ** 20;

/**
 * An object that is written in parts, and exists only after `commit`. What may still be patched, up to `endOfPatches`, stays in memory and
 * is uploaded last, as part 1; `discard` removes the parts. `commit` throws ESTALE where the object is not, or no longer, the one that
 * may be replaced. Ends the client.
 */
export class S3Target implements ByteTarget {
  readonly name: string;
  readonly patchable = true;
  readonly #client: S3Client;
  readonly #object: ObjectKey;
  readonly #replaced: Replaced;
  readonly #signal: AbortSignal | undefined;
  readonly #upload: MultipartUpload;
  /** Bytes from 0 on that stay in memory. */
  readonly #head = new PartBuffer(partBytes(1));
  /** Bytes that the head takes at least. */
  #headBytes = partBytes(1);
  /** Bytes of the part that is being filled. */
  #part = new PartBuffer(partBytes(2));
  /** Where the bytes that may be patched end; Infinity as long as that is not known. */
  #patchedUntil = Number.POSITIVE_INFINITY;
  /** Of the replaced content: what follows the bytes so far and is neither copied nor read yet. */
  #copied = { startByte: 0, endByte: 0 };
  /** Buffers of parts that were sent. */
  readonly #sent: PartBuffer[] = [];
  #nextPart = 2;

  constructor(client: S3Client, object: ObjectKey, name: string, replaced: Replaced, signal?: AbortSignal) {
    this.name = name;
    this.#client = client;
    this.#object = object;
    this.#replaced = replaced;
    this.#signal = signal;
    this.#upload = new MultipartUpload(client, this.#objectWithHeaders(), name, {
      signal,
      isExclusive: typeof replaced === 'object',
    });
  }

  endOfPatches(positionBytes: number): void {
    this.#patchedUntil = positionBytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength === 0) return;
    await this.#takeCopied();
    await this.#add(bytes);
  }

  /** Ranges that follow each other are copied as one. */
  async copy(startByte: number, endByte: number): Promise<void> {
    if (startByte === endByte) return;
    if (startByte !== this.#copied.endByte) await this.#takeCopied();
    const isMore = this.#copied.startByte < this.#copied.endByte;
    this.#copied = { startByte: isMore ? this.#copied.startByte : startByte, endByte };
    // What may be patched has to be in memory.
    if (this.#head.sizeBytes < this.#patchedUntil) await this.#takeHead();
  }

  async patch(positionBytes: number, bytes: Uint8Array): Promise<void> {
    if (positionBytes + bytes.byteLength > this.#head.sizeBytes) {
      throw new RangeError(`bytes from ${positionBytes} on were uploaded and cannot be changed`);
    }
    this.#head.set(bytes, positionBytes);
  }

  async commit(): Promise<void> {
    try {
      await this.#takeCopied();
      if (this.#upload.hasBegun || this.#part.sizeBytes > 0) await this.#completeParts();
      else await this.#putWhole();
    } catch (error) {
      throw failureOfS3('write', this.name, error);
    } finally {
      await this.discard();
    }
  }

  async discard(): Promise<void> {
    await this.#upload.abort();
    this.#client.destroy();
  }

  /** A small object is put in one request, which the service accepts as a whole or not at all. */
  async #putWhole(): Promise<void> {
    const Body = this.#head.bytes();
    const put = (condition: Condition) => {
      const whole = new PutObjectCommand({ ...this.#objectWithHeaders(), ...condition, Body });
      return this.#client.send(whole, this.#signal ? { abortSignal: this.#signal } : {});
    };
    const etag = `"${createHash('md5').update(Body).digest('hex')}"`;
    await this.#unlessDone(etag, () => this.#putOnCondition(put));
  }

  /** Some services, such as Ceph's, compare ETags without their quotes: they refuse where the object is the one that is meant. */
  async #putOnCondition(put: (condition: Condition) => Promise<unknown>): Promise<void> {
    try {
      await put(this.#condition());
    } catch (error) {
      if (typeof this.#replaced !== 'object' || !this.#isStale(error)) throw error;
      const { etag } = this.#replaced.version;
      if (!(await this.#isPresent(etag))) throw error;
      await put({ IfMatch: etag.replaceAll('"', '') });
    }
  }

  #isStale(error: unknown): boolean {
    const failure = failureOfS3('write', this.name, error);
    return failure instanceof IoError && failure.code === 'ESTALE';
  }

  async #completeParts(): Promise<void> {
    if (this.#part.sizeBytes > 0) await this.#sendPart();
    await this.#upload.settle();
    await this.#upload.add(1, this.#head.bytes());
    await this.#upload.settle();
    // Not every service looks at the condition of the last request.
    await this.#requireReplaced();
    await this.#unlessDone(this.#upload.etag(), () => this.#upload.complete(this.#condition()));
  }

  /** A request whose answer was lost is made again, and is then refused although the object is there. */
  async #unlessDone(etag: string, send: () => Promise<unknown>): Promise<void> {
    try {
      await send();
    } catch (error) {
      if (!this.#isStale(error) || !(await this.#isPresent(etag))) throw error;
    }
  }

  async #isPresent(etag: string): Promise<boolean> {
    return (await versionOf(this.#client, this.#object, this.name))?.etag === etag;
  }

  async #requireReplaced(): Promise<void> {
    if (this.#replaced === 'anything') return;
    if (typeof this.#replaced === 'object') await this.#upload.requireFirst();
    const present = await versionOf(this.#client, this.#object, this.name);
    const expected = this.#replaced === 'nothing' ? undefined : this.#replaced.version.etag;
    if (present?.etag === expected) return;
    const reason = present ? 'has made or changed' : 'has removed';
    throw new IoError('ESTALE', `cannot write '${this.name}': another program ${reason} the object`, {
      file: this.name,
    });
  }

  #condition(): Condition {
    if (this.#replaced === 'anything') return {};
    return this.#replaced === 'nothing' ? { IfNoneMatch: '*' } : { IfMatch: this.#replaced.version.etag };
  }

  #objectWithHeaders(): ObjectKey {
    return { ...(typeof this.#replaced === 'object' && this.#replaced.version.headers), ...this.#object };
  }

  async #add(bytes: Uint8Array): Promise<void> {
    const headRoom = Math.max(0, Math.max(this.#headBytes, this.#patchedUntil) - this.#head.sizeBytes);
    const inHead = Math.min(headRoom, bytes.byteLength);
    this.#head.append(bytes.subarray(0, inHead));
    for (let at = inHead; at < bytes.byteLength; ) {
      const room = partBytes(this.#nextPart) - this.#part.sizeBytes;
      const more = bytes.subarray(at, at + room);
      this.#part.append(more);
      at += more.byteLength;
      if (more.byteLength === room) await this.#sendPart();
    }
  }

  /** Starts to upload the part that is full, when few enough are under way. */
  async #sendPart(): Promise<void> {
    const part = this.#part;
    await this.#upload.add(this.#nextPart++, part.bytes(), () => this.#sent.push(part));
    this.#part = this.#nextPartBuffer();
  }

  /** Buffers of parts that were sent are used again: garbage of megabytes stays in memory for long. */
  #nextPartBuffer(): PartBuffer {
    const part = this.#sent.pop();
    if (part?.expectedBytes !== partBytes(this.#nextPart)) return new PartBuffer(partBytes(this.#nextPart));
    part.sizeBytes = 0;
    return part;
  }

  /** Copies what is to be copied in parts on the server, and reads what is too little for that. */
  async #takeCopied(): Promise<void> {
    if (this.#copied.startByte === this.#copied.endByte) return;
    await this.#takeHead();
    if (this.#part.sizeBytes > 0) await this.#read(leastPartBytes(this.#nextPart) - this.#part.sizeBytes);
    const { startByte, endByte } = this.#copied;
    if (endByte - startByte < leastPartBytes(this.#nextPart + 1)) return this.#read(endByte - startByte);
    if (this.#part.sizeBytes > 0) await this.#sendPart();
    this.#headBytes = 0;
    for (const part of partsToCopy(startByte, endByte, this.#nextPart)) {
      await this.#upload.copy(this.#nextPart++, { ...part, etag: contentOf(this.#replaced).version.etag });
    }
    this.#copied = { startByte: endByte, endByte };
  }

  async #takeHead(): Promise<void> {
    await this.#read(Math.max(Math.min(leastPartBytes(1), this.#headBytes), this.#patchedUntil) - this.#head.sizeBytes);
  }

  /** Adds so many of the bytes that are to be copied, if there are, by reading them. */
  async #read(lengthBytes: number): Promise<void> {
    const { reader } = contentOf(this.#replaced);
    const untilByte = Math.min(this.#copied.startByte + lengthBytes, this.#copied.endByte);
    for (let at = this.#copied.startByte; at < untilByte; at = this.#copied.startByte) {
      const bytes = await reader.readAt(at, Math.min(READ_BYTES, untilByte - at));
      this.#copied = { ...this.#copied, startByte: at + bytes.byteLength };
      await this.#add(bytes);
    }
  }
}

function contentOf(replaced: Replaced): ReplacedContent {
  if (typeof replaced === 'object') return replaced;
  throw new TypeError('nothing can be copied of an object that was not opened');
}

/** The last one is not much smaller than the others. */
function partsToCopy(startByte: number, endByte: number, firstPart: number): { startByte: number; endByte: number }[] {
  const count = Math.ceil((endByte - startByte) / copiedPartBytes(firstPart));
  const bytes = Math.ceil((endByte - startByte) / count);
  return Array.from({ length: count }, (_, index) => ({
    startByte: startByte + index * bytes,
    endByte: Math.min(startByte + (index + 1) * bytes, endByte),
  }));
}
