import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  NoSuchUpload,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { quoteWord } from '../../../shared/commands/blpk-command.js';
import { IoError } from '../../../shared/format/errors.js';
import { type NotedUpload, noteUpload, sweepUploads } from './own-uploads.js';
import { failureOfS3 } from './s3-failures.js';
import { patientClient } from './s3-session.js';
import { type UnfinishedUpload, uploadsBelow } from './unfinished-uploads.js';

/** The object of a request. */
export interface ObjectKey {
  readonly Bucket: string;
  readonly Key: string;
}

/** Bytes [startByte, endByte) of an object, as long as it has this ETag. */
export interface CopiedRange {
  readonly startByte: number;
  readonly endByte: number;
  readonly etag: string;
}

/** An upload that is older was left by a program that was killed. */
const LONGEST_UPLOAD_MS = 24 * 3_600_000;

/** Requests for parts that are under way at the same time. */
const REQUESTS = 2;

/**
 * An upload in parts, which begins with its first part. There is no object before `complete`; what is left of an upload whose program was
 * killed, `uploadsBelow` finds. A part that fails makes all later calls fail. Throws IoError and CancelledError.
 */
export class MultipartUpload {
  readonly #client: S3Client;
  readonly #object: ObjectKey & Partial<CreateMultipartUploadCommandInput>;
  readonly #name: string;
  readonly #abort: { readonly abortSignal?: AbortSignal };
  readonly #isExclusive: boolean;
  readonly #parts: CompletedPart[] = [];
  readonly #underWay = new Set<Promise<void>>();
  /** For what the service does by itself. */
  #patient: S3Client | undefined;
  #uploadId: string | undefined;
  #forget: () => Promise<void> = async () => undefined;
  #failure: unknown;

  /** `object` may have more headers of the new object. `isExclusive`: refuse at once where `requireFirst` would. */
  constructor(
    client: S3Client,
    object: ObjectKey & Partial<CreateMultipartUploadCommandInput>,
    name: string,
    { signal, isExclusive }: { readonly signal: AbortSignal | undefined; readonly isExclusive: boolean },
  ) {
    this.#isExclusive = isExclusive;
    this.#client = client;
    this.#object = object;
    this.#name = name;
    this.#abort = signal ? { abortSignal: signal } : {};
  }

  get hasBegun(): boolean {
    return this.#uploadId !== undefined;
  }

  /** Starts to send a part, when few enough are under way. The bytes must not change before `whenSent` is called. */
  async add(PartNumber: number, Body: Uint8Array, whenSent: () => void = () => undefined): Promise<void> {
    await this.#start(async (upload) => {
      try {
        const part = { ...upload, PartNumber, Body };
        this.#sent(PartNumber, await this.#client.send(new UploadPartCommand(part), this.#abort));
      } finally {
        whenSent();
      }
    });
  }

  /** Starts to copy a part from the object that has the upload's own name. */
  async copy(PartNumber: number, { startByte, endByte, etag }: CopiedRange): Promise<void> {
    const { Bucket, Key } = this.#object;
    const from = {
      CopySource: `${Bucket}/${Key.split('/').map(encodeURIComponent).join('/')}`,
      CopySourceRange: `bytes=${startByte}-${endByte - 1}`,
      CopySourceIfMatch: etag,
    };
    await this.#start(async (upload) => {
      const copy = new UploadPartCopyCommand({ ...upload, PartNumber, ...from });
      this.#sent(PartNumber, (await this.#patientClient().send(copy, this.#abort)).CopyPartResult);
    });
  }

  /**
   * Throws IoError('EBUSY') where another upload to the same object began before this one and is not finished. Of two programs that ask
   * this before they complete, one at most goes on, also where the service does not look at conditions then.
   */
  async requireFirst(): Promise<void> {
    const uploads: UnfinishedUpload[] = [];
    for await (const upload of uploadsBelow(this.#client, this.#name)) {
      if (upload.key === this.#object.Key) uploads.push(upload);
    }
    const own = uploads.find(({ uploadId }) => uploadId === this.#uploadId);
    const other = uploads.find((upload) => own && isBefore(upload, own) && !isLeft(upload));
    if (!other) return;
    throw new IoError(
      'EBUSY',
      `cannot write '${this.#name}': another program has been writing it since ${other.startedIso}; if it was killed on another machine, \`blpk -f clean --older-than 0 ${quoteWord(this.#name)}\` removes what it has left`,
      { file: this.#name },
    );
  }

  /** Waits for all parts. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#throwFailure();
  }

  /** Makes the object. All parts must have been settled. */
  async complete(condition: Pick<CompleteMultipartUploadCommandInput, 'IfMatch' | 'IfNoneMatch'>): Promise<void> {
    const { Bucket, Key } = this.#object;
    const upload = { Bucket, Key, UploadId: this.#uploadId, MultipartUpload: { Parts: this.#inOrder() }, ...condition };
    await this.#patientClient().send(new CompleteMultipartUploadCommand(upload));
    this.#uploadId = undefined;
    await this.#forget();
  }

  /** That of the object which `complete` makes, where the service does not encrypt it: of the MD5 of the parts. */
  etag(): string {
    const hash = createHash('md5');
    for (const { ETag = '' } of this.#inOrder()) hash.update(Buffer.from(ETag.replaceAll('"', ''), 'hex'));
    return `"${hash.digest('hex')}-${this.#parts.length}"`;
  }

  /** Removes the parts, if there is no object yet. Those that cannot be removed stay, for `blpk clean`. Call it in any case, last. */
  async abort(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#patient?.destroy();
    const { Bucket, Key } = this.#object;
    const UploadId = this.#uploadId;
    this.#uploadId = undefined;
    if (UploadId === undefined) return;
    await this.#remove({ Bucket, Key, UploadId }).catch(() => undefined);
    await this.#forget();
  }

  #patientClient(): S3Client {
    this.#patient ??= patientClient(this.#client);
    return this.#patient;
  }

  async #remove(upload: NotedUpload): Promise<void> {
    await this.#client.send(new AbortMultipartUploadCommand(upload)).catch((error: unknown) => {
      if (!(error instanceof NoSuchUpload)) throw error;
    });
  }

  #inOrder(): CompletedPart[] {
    return this.#parts.toSorted((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
  }

  async #start(send: (upload: ObjectKey & { readonly UploadId: string | undefined }) => Promise<void>): Promise<void> {
    while (this.#underWay.size >= REQUESTS) await Promise.race(this.#underWay);
    this.#throwFailure();
    await this.#begin();
    const { Bucket, Key } = this.#object;
    const sending = send({ Bucket, Key, UploadId: this.#uploadId })
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#underWay.delete(sending));
    this.#underWay.add(sending);
  }

  async #begin(): Promise<void> {
    if (this.#uploadId !== undefined) return;
    try {
      const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(this.#object));
      this.#uploadId = UploadId;
      const { Bucket, Key } = this.#object;
      if (UploadId !== undefined) this.#forget = await noteUpload({ Bucket, Key, UploadId });
    } catch (error) {
      throw failureOfS3('write', this.#name, error);
    }
    await sweepUploads((upload) => this.#remove(upload));
    if (this.#isExclusive) await this.requireFirst();
  }

  #sent(PartNumber: number, answer: { readonly ETag?: string | undefined } | undefined): void {
    if (answer?.ETag === undefined) throw new TypeError('the service gave no ETag for a part');
    this.#parts.push({ PartNumber, ETag: answer.ETag });
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw failureOfS3('write', this.#name, this.#failure);
  }
}

function isBefore(one: UnfinishedUpload, other: UnfinishedUpload): boolean {
  if (one.startedIso !== other.startedIso) return one.startedIso < other.startedIso;
  return one.uploadId < other.uploadId;
}

function isLeft({ startedIso }: UnfinishedUpload): boolean {
  return Date.now() - Date.parse(startedIso) > LONGEST_UPLOAD_MS;
}
