import { z } from 'zod';

/** How to compress. Missing values come from the data (typesize from the dtype) or are the reference's defaults. */
export const compressOptions = z.strictObject({
  codec: z.enum(['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd']),
  clevel: z.int().min(0).max(9),
  shuffle: z.enum(['none', 'byte', 'bit']),
  /** Bytes of an item; undefined for the array's item size (8 for raw bytes). */
  typesize: z.int().min(1).max(255).optional(),
  chunkSizeBytes: z.int().min(1).max(2147483631),
  blocksizeBytes: z.int().min(0).max(2147483631),
  checksum: z.enum(['None', 'adler32', 'crc32', 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']),
  offsets: z.boolean(),
  /** False leaves no free offsets for appended chunks; by default there are ten for each chunk, as in the reference. */
  appendable: z.boolean().optional(),
});
export type CompressOptions = z.infer<typeof compressOptions>;

/** How to interpret raw bytes before they are compressed, as the user specified. */
export const rawImport = z.strictObject({
  skipBytes: z.int().min(0),
  descr: z.string().max(1000),
  shape: z.array(z.int().min(0)).max(32),
  order: z.enum(['C', 'F']),
});
export type RawImport = z.infer<typeof rawImport>;

/** One row of the intake card with the user's choices. */
export const intakeItem = z.strictObject({
  id: z.string().max(100),
  action: z.enum(['compress', 'decompress']),
  /** Arrays of a .npz to pack; undefined for all that can be read. */
  members: z.array(z.string().max(1000)).max(100_000).optional(),
  raw: rawImport.optional(),
  typesize: z.int().min(1).max(255).optional(),
});
export type IntakeItem = z.infer<typeof intakeItem>;

/** Where outputs are written: beside each source, to a folder that the user chose, or below an address of S3, which has no secrets. */
export const outputPlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('beside') }),
  z.strictObject({ kind: z.literal('folder'), folderId: z.string().max(100) }),
  z.strictObject({ kind: z.literal('address'), address: z.string().min(1).max(2000) }),
]);

/** What to check before an output gets its name. */
export const checkAfter = z.enum(['none', 'verify', 'compare']);
export type CheckAfter = z.infer<typeof checkAfter>;

/** What to do when an output already exists. */
export const onCollision = z.enum(['skip', 'rename', 'replace']);
export type OnCollision = z.infer<typeof onCollision>;

/** The answer for one output that exists, in place of the answer for all. */
export const collisionAnswer = z.strictObject({
  item: z.int().min(0),
  member: z.string().max(1000).optional(),
  onCollision,
});
export type CollisionAnswer = z.infer<typeof collisionAnswer>;

/** Most outputs that are answered one by one. */
export const maxCollisionAnswers = 200;

/** What to do with outputs that exist already. */
export const collisionAnswers = z.strictObject({
  onCollision,
  answers: z.array(collisionAnswer).max(maxCollisionAnswers).optional(),
});
export type CollisionAnswers = z.infer<typeof collisionAnswers>;

/** No file name has a NUL. */
const nameTemplate = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\0]*$/);

export const batchRequest = z.strictObject({
  items: z.array(intakeItem).min(1).max(100_000),
  options: compressOptions,
  place: outputPlace,
  /** `{stem}`, `{ext}` and plain text. For decompressing the reverse is done, which gives the original name. */
  nameTemplate,
  /** The names of decompressed files, from the original name; `{stem}{ext}`, which keeps it, if undefined. */
  plainTemplate: nameTemplate.optional(),
  check: checkAfter,
  trashSources: z.boolean(),
  /** Also write outputs that exist and are not older than their sources, which are left out otherwise. */
  again: z.boolean().optional(),
});
export type BatchRequest = z.infer<typeof batchRequest>;

/** Data of which a sample is compressed: a file, or one array of a `.npz`. */
const estimateSource = intakeItem
  .pick({ id: true, raw: true, typesize: true })
  .extend({ member: z.string().max(1000).optional() });
export type EstimateSource = z.infer<typeof estimateSource>;

/** Sources of one request: together they are sampled with a limited number of bytes. */
export const maxEstimateSources = 16;

export const estimateRequest = z.strictObject({
  sources: z.array(estimateSource).min(1).max(maxEstimateSources),
  options: compressOptions,
});
export type EstimateRequest = z.infer<typeof estimateRequest>;

/** What a source would become, from a sample of its chunks, compressed in memory. */
export interface SourceEstimate {
  /** Index into the sources of the request; those that could not be read are absent. */
  readonly source: number;
  readonly plainBytes: number;
  /** Size of the whole container; exact when all of the data were sampled. */
  readonly storedBytes: number;
  readonly sampledBytes: number;
}

/** What a batch would do, computed before anything is written. */
export interface BatchPlan {
  readonly outputs: readonly PlannedOutput[];
  /** What the batch leaves out, and why; the rest can start. */
  readonly leftOut: readonly LeftOut[];
  readonly sourceBytes: number;
  /** Upper limit of the size of the outputs; exact for decompression. */
  readonly maxBytes: number;
  /** Undefined where that is not known, as on a server. */
  readonly freeBytes?: number;
  /** From the measured rate of earlier jobs with the same settings; undefined where there are too few. */
  readonly estimatedMs?: number;
  /** Sentences: two inputs for one output, no permission, too little space. The batch can start only when there are none. */
  readonly obstacles: readonly string[];
  /** Sentences about what may go wrong, such as space that may not suffice. The batch can start all the same. */
  readonly warnings: readonly string[];
}

/** A source, or one of its outputs, that a batch leaves out. */
export interface LeftOut {
  /** Index into the request's items. */
  readonly item: number;
  /**
   * `made`: the output exists and is not older than its source. `is-output`: the file is itself the output of another item.
   * `refused`: nothing can be written for it; on start it is listed as skipped.
   */
  readonly kind: 'made' | 'is-output' | 'refused';
  /** A sentence. */
  readonly reason: string;
}

export interface PlannedOutput {
  /** Index into the request's items. */
  readonly item: number;
  /** The array of a `.npz` source. */
  readonly member?: string;
  readonly name: string;
  readonly folder: string;
  /** Bytes that are read for it. */
  readonly sourceBytes: number;
  readonly sourceModifiedMs?: number;
  /** The file that has that name now. */
  readonly existing?: { readonly sizeBytes: number; readonly modifiedMs: number };
}
