import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { IoError } from '../../../shared/format/errors.js';
import type { ByteTarget } from '../../engine/io/byte-target.js';
import { partBytes } from './part-sizes.js';
import { type S3Address, s3AddressOf } from './s3-address.js';
import { failureOfS3 } from './s3-failures.js';

export interface S3TargetOptions {
  /** Replace an object of the same name. Default false. */
  readonly overwrite?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Parts that are uploaded at the same time. */
const UPLOADS = 2;

/**
 * An object that is written in parts, and exists only after `commit`. What may still be patched, up to `endOfPatches`, stays in memory and
 * is uploaded last, as part 1; `discard` removes the parts. Throws IoError('EEXIST') at once where there is an object of this name that
 * may not be replaced, and ESTALE at the end where another program has made one since.
 */
export async function openS3Target(
  client: S3Client,
  address: S3Address,
  options: S3TargetOptions = {},
): Promise<ByteTarget> {
  const name = s3AddressOf(address);
  if (!options.overwrite && (await exists(client, address, name))) {
    throw new IoError('EEXIST', `'${name}' exists and was not replaced`, { file: name });
  }
  return new S3Target(client, address, name, options);
}

async function exists(client: S3Client, { bucket: Bucket, key: Key }: S3Address, name: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    const failure = failureOfS3('write', name, error);
    if (failure instanceof IoError && failure.code === 'ENOENT') return false;
    throw failure;
  }
}

class S3Target implements ByteTarget {
  readonly name: string;
  readonly patchable = true;
  readonly #client: S3Client;
  readonly #object: { readonly Bucket: string; readonly Key: string };
  readonly #options: S3TargetOptions;
  /** Bytes from 0 on that stay in memory. */
  readonly #head = new Growing(partBytes(1));
  /** Bytes of the part that is being filled. */
  #part = new Growing(partBytes(2));
  /** Where the bytes that may be patched end; Infinity as long as that is not known. */
  #patchedUntil = Number.POSITIVE_INFINITY;
  #uploadId: string | undefined;
  readonly #parts: CompletedPart[] = [];
  /** Buffers of parts that were sent. */
  readonly #sent: Growing[] = [];
  #nextPart = 2;
  readonly #uploading = new Set<Promise<void>>();
  #failure: unknown;

  constructor(client: S3Client, { bucket, key }: S3Address, name: string, options: S3TargetOptions) {
    this.#client = client;
    this.#object = { Bucket: bucket, Key: key };
    this.#options = options;
    this.name = name;
  }

  endOfPatches(positionBytes: number): void {
    this.#patchedUntil = positionBytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    const headRoom = Math.max(0, Math.max(partBytes(1), this.#patchedUntil) - this.#head.sizeBytes);
    const inHead = Math.min(headRoom, bytes.byteLength);
    this.#head.append(bytes.subarray(0, inHead));
    for (let at = inHead; at < bytes.byteLength; ) {
      const room = partBytes(this.#nextPart) - this.#part.sizeBytes;
      const more = bytes.subarray(at, at + room);
      this.#part.append(more);
      at += more.byteLength;
      if (more.byteLength === room) await this.#uploadPart();
    }
  }

  async patch(positionBytes: number, bytes: Uint8Array): Promise<void> {
    if (positionBytes + bytes.byteLength > this.#head.sizeBytes) {
      throw new RangeError(`bytes from ${positionBytes} on were uploaded and cannot be changed`);
    }
    this.#head.set(bytes, positionBytes);
  }

  async commit(): Promise<void> {
    try {
      if (this.#uploadId === undefined && this.#part.sizeBytes === 0) return await this.#putWhole();
      if (this.#part.sizeBytes > 0) await this.#uploadPart();
      await Promise.all(this.#uploading);
      this.#throwFailure();
      await this.#send(1, this.#head.bytes());
      await this.#complete();
    } catch (error) {
      await this.#abort();
      throw failureOfS3('write', this.name, error);
    }
  }

  async discard(): Promise<void> {
    await Promise.all(this.#uploading);
    await this.#abort();
  }

  /** A small object is put in one request, which the service accepts as a whole or not at all. */
  async #putWhole(): Promise<void> {
    const whole = { ...this.#object, ...this.#condition(), Body: this.#head.bytes() };
    await this.#client.send(new PutObjectCommand(whole), this.#abortSignal());
    this.#client.destroy();
  }

  async #complete(): Promise<void> {
    const Parts = this.#parts.toSorted((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
    // Not every service looks at the condition here.
    if (!this.#options.overwrite && (await exists(this.#client, this.#address(), this.name)))
      throw madeMeanwhile(this.name);
    const upload = { ...this.#object, UploadId: this.#uploadId, MultipartUpload: { Parts }, ...this.#condition() };
    await this.#client.send(new CompleteMultipartUploadCommand(upload));
    this.#uploadId = undefined;
    this.#client.destroy();
  }

  #address(): S3Address {
    return { bucket: this.#object.Bucket, key: this.#object.Key };
  }

  #condition(): { readonly IfNoneMatch?: string } {
    return this.#options.overwrite ? {} : { IfNoneMatch: '*' };
  }

  #abortSignal(): { readonly abortSignal?: AbortSignal } {
    const { signal } = this.#options;
    return signal ? { abortSignal: signal } : {};
  }

  /** Starts to upload the part that is full, when few enough are under way. */
  async #uploadPart(): Promise<void> {
    while (this.#uploading.size >= UPLOADS) await Promise.race(this.#uploading);
    this.#throwFailure();
    const number = this.#nextPart++;
    const part = this.#part;
    this.#part = this.#nextPartBuffer();
    await this.#begin();
    const uploading = this.#send(number, part.bytes())
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => {
        this.#uploading.delete(uploading);
        this.#sent.push(part);
      });
    this.#uploading.add(uploading);
  }

  /** Buffers of parts that were sent are used again: garbage of megabytes stays in memory for long. */
  #nextPartBuffer(): Growing {
    const part = this.#sent.pop();
    if (part?.expectedBytes !== partBytes(this.#nextPart)) return new Growing(partBytes(this.#nextPart));
    part.sizeBytes = 0;
    return part;
  }

  async #begin(): Promise<void> {
    if (this.#uploadId !== undefined) return;
    try {
      const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(this.#object));
      this.#uploadId = UploadId;
    } catch (error) {
      throw failureOfS3('write', this.name, error);
    }
  }

  async #send(number: number, Body: Uint8Array): Promise<void> {
    const part = { ...this.#object, UploadId: this.#uploadId, PartNumber: number, Body };
    const { ETag } = await this.#client.send(new UploadPartCommand(part), this.#abortSignal());
    this.#parts.push({ PartNumber: number, ...(ETag !== undefined && { ETag }) });
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw failureOfS3('write', this.name, this.#failure);
  }

  async #abort(): Promise<void> {
    const UploadId = this.#uploadId;
    this.#uploadId = undefined;
    if (UploadId !== undefined) {
      // Parts that stay are found and removed by `blpk clean`.
      await this.#client.send(new AbortMultipartUploadCommand({ ...this.#object, UploadId })).catch(() => undefined);
    }
    this.#client.destroy();
  }
}

function madeMeanwhile(name: string): IoError {
  return new IoError('ESTALE', `cannot write '${name}': another program has made or changed the object`, {
    file: name,
  });
}

/** Bytes that grow beyond the size that is expected by doubling. */
class Growing {
  #buffer: Uint8Array;
  readonly expectedBytes: number;
  sizeBytes = 0;

  constructor(expectedBytes: number) {
    this.expectedBytes = expectedBytes;
    this.#buffer = new Uint8Array(expectedBytes);
  }

  append(bytes: Uint8Array): void {
    const sizeBytes = this.sizeBytes + bytes.byteLength;
    if (sizeBytes > this.#buffer.byteLength) {
      const grown = new Uint8Array(Math.max(sizeBytes, 2 * this.#buffer.byteLength));
      grown.set(this.bytes());
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.sizeBytes);
    this.sizeBytes = sizeBytes;
  }

  set(bytes: Uint8Array, positionBytes: number): void {
    this.#buffer.set(bytes, positionBytes);
  }

  /** A view, valid until more is added. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.sizeBytes);
  }
}
