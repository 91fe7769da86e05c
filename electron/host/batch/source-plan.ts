import { basename } from 'node:path';
import type { ArrayFacts, FileFacts, MemberFacts } from '../../../shared/contract/files.js';
import type { BatchRequest, IntakeItem, RawImport } from '../../../shared/contract/intake.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { arrayMetadata, arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { offsetsSectionBytes } from '../../../shared/format/offsets.js';
import { MAX_KEPT_BYTES, NPY_HEADER_KEY } from '../../engine/arrays/npy-metadata.js';
import { digestBytes } from '../../engine/container/digest.js';
import { type PackOptions, planPack } from '../../engine/pack/pack.js';
import type { JobSpec } from '../../jobs/queue/job-spec.js';
import { packOptionsOf } from '../../jobs/run/pack-options.js';
import { archiveFolderName, compressedName, decompressedName, memberFileName, memberPlace } from './output-name.js';
import { itemOptions } from './pack-options.js';

/** One output of a source. */
export interface SourceOutput {
  /** Array of a `.npz` archive, or of a source of another format. */
  readonly member?: string;
  /** The format of the source, if its arrays are read by the format's reader. */
  readonly otherFormat?: OtherFormat;
  readonly name: string;
  /** Folder below the one for outputs, for the arrays of an archive; `/` stands between the groups of a file. */
  readonly subfolder?: string;
  readonly sourceBytes: number;
  /** Largest possible size of the output. */
  readonly maxBytes: number;
}

export type OtherFormat = NonNullable<JobSpec['otherFormat']>;

/** The outputs of one item of a batch, or why it has none. */
export type SourcePlan =
  | { readonly kind: 'outputs'; readonly outputs: readonly SourceOutput[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Throws ArgumentError or FormatError for invalid options. */
export function planSource(facts: FileFacts, item: IntakeItem, request: BatchRequest): SourcePlan {
  if (facts.kind === 'folder') return refused(`'${facts.name}' is a folder; choose the files in it.`);
  if (facts.kind === 'unreadable' && !item.raw)
    return refused(facts.problem?.message ?? `'${facts.name}' cannot be read.`);
  if (item.action === 'decompress') return planDecompression(facts, request);
  if (item.raw) return planRaw(facts, item.raw, item, request);
  if (facts.members) return planArchive(facts, facts.members, item, request);
  const otherFormat = otherFormatOf(facts);
  if (otherFormat && facts.array) return planOnlyArray(facts, facts.array, otherFormat, item, request);
  if (facts.isFolder) return refused(`No array of '${facts.name}' can be read.`);
  return planFile(facts, item, request);
}

function planDecompression({ name, kind, container, array, sizeBytes }: FileFacts, request: BatchRequest): SourcePlan {
  if (kind !== 'container' || !container) return refused(`'${name}' is not a container and cannot be decompressed.`);
  if (container.aborted) {
    return refused(`'${name}' was not completed by its writer; \`blpk repair\` can save its data.`);
  }
  // Streamed containers do not store their size: then the free space decides while writing.
  const maxBytes = container.plainBytes === undefined ? 0 : container.plainBytes + (array ? NPY_HEADER_BYTES : 0);
  const output = decompressedName(name, request, array !== undefined);
  return { kind: 'outputs', outputs: [{ name: output, sourceBytes: sizeBytes, maxBytes }] };
}

/** numpy's header for anything but records of many fields. */
const NPY_HEADER_BYTES = 128;

function planFile(facts: FileFacts, item: IntakeItem, request: BatchRequest): SourcePlan {
  const { name, sizeBytes, array } = facts;
  const plain = array ? npyPlain(array, sizeBytes) : { sizeBytes };
  return oneOutput(name, sizeBytes, maxBytes(plain, item, request), request);
}

function planRaw({ name, sizeBytes }: FileFacts, raw: RawImport, item: IntakeItem, request: BatchRequest): SourcePlan {
  const plain = arrayPlain(raw.descr, raw.shape, raw.order);
  const there = sizeBytes - raw.skipBytes;
  if (plain.sizeBytes !== there) {
    const shape = raw.shape.join(' × ') || 'one value';
    return refused(
      `'${name}' has ${there} bytes of data, but ${raw.descr} of shape ${shape} needs ${plain.sizeBytes}.`,
    );
  }
  return oneOutput(name, sizeBytes, maxBytes(plain, item, request), request);
}

function oneOutput(name: string, sourceBytes: number, most: number, request: BatchRequest): SourcePlan {
  const output = compressedName(name, request.nameTemplate);
  return { kind: 'outputs', outputs: [{ name: output, sourceBytes, maxBytes: most }] };
}

function otherFormatOf({ kind }: FileFacts): OtherFormat | undefined {
  return kind === 'hdf5' || kind === 'zarr' || kind === 'parquet' || kind === 'arrow' || kind === 'bcolz'
    ? kind
    : undefined;
}

/** The array that is all of a file or store of another format. */
function planOnlyArray(
  { name }: FileFacts,
  { descr, shape, order }: ArrayFacts,
  otherFormat: OtherFormat,
  item: IntakeItem,
  request: BatchRequest,
): SourcePlan {
  const plain = arrayPlain(descr, shape, order);
  const output = compressedName(name, request.nameTemplate);
  const { sizeBytes: sourceBytes } = plain;
  return {
    kind: 'outputs',
    outputs: [{ name: output, otherFormat, sourceBytes, maxBytes: maxBytes(plain, item, request) }],
  };
}

function planArchive(
  facts: FileFacts,
  members: readonly MemberFacts[],
  item: IntakeItem,
  request: BatchRequest,
): SourcePlan {
  const { name } = facts;
  const otherFormat = otherFormatOf(facts);
  const wanted = item.members ?? members.filter(({ problem }) => problem === undefined).map((member) => member.name);
  const found = new Map(members.map((member) => [member.name, member]));
  const missing = wanted.find((member) => !found.has(member));
  if (missing !== undefined) return refused(`'${name}' has no array '${missing}'.`);
  const chosen = wanted.flatMap((member) => found.get(member) ?? []);
  const broken = chosen.find(({ problem }) => problem !== undefined);
  if (broken) return refused(`The array '${broken.name}' of '${name}' cannot be read: ${broken.problem}`);
  if (chosen.length === 0) return refused(`No array of '${name}' is chosen.`);
  const folder = archiveFolderName(basename(name));
  const outputs = chosen.map(({ name: member, sizeBytes, array }) => {
    const { groups, file } = otherFormat ? memberPlace(member) : { groups: [], file: memberFileName(member) };
    return {
      member,
      ...(otherFormat && { otherFormat }),
      subfolder: [folder, ...groups].join('/'),
      name: compressedName(file, request.nameTemplate),
      sourceBytes: sizeBytes,
      maxBytes: maxBytes(array ? npyPlain(array, sizeBytes) : { sizeBytes }, item, request),
    };
  });
  return { kind: 'outputs', outputs };
}

/** The array of a `.npy` of so many bytes, whose header may have to be kept. */
function npyPlain({ descr, shape, order }: ArrayFacts, npyBytes: number): PlainFacts {
  const plain = arrayPlain(descr, shape, order);
  const header = ' '.repeat(Math.min(Math.max(0, npyBytes - plain.sizeBytes), MAX_KEPT_BYTES));
  return { ...plain, metadata: { ...plain.metadata, [NPY_HEADER_KEY]: header } };
}

function arrayPlain(descr: string, shape: readonly number[], order: 'C' | 'F') {
  const spec = { dtype: dtypeOfText(descr), shape, order };
  return { sizeBytes: arrayNbytes(spec), itemsize: spec.dtype.itemsize, metadata: { ...arrayMetadata(spec) } };
}

function maxBytes(plain: PlainFacts, item: IntakeItem, { options }: BatchRequest): number {
  return maxContainerBytes(plain, packOptionsOf(itemOptions(options, item)));
}

function refused(reason: string): SourcePlan {
  return { kind: 'refused', reason };
}

/** Most bytes by which a chunk can grow: Blosc's header before a plain copy. */
const CHUNK_OVERHEAD_BYTES = 16;

/** Facts of the data on which the container's size depends. */
interface PlainFacts {
  readonly sizeBytes: number;
  readonly itemsize?: number;
  readonly metadata?: JsonValue;
}

/**
 * The largest possible size of the container: header, metadata with their room, offsets with their reserve, and every
 * chunk stored as a copy. Throws ArgumentError for options that Blosc would refuse.
 */
function maxContainerBytes(plain: PlainFacts, options: PackOptions): number {
  const { header, metadataSection } = planPack({ name: '<plan>', pieces: () => [], ...plain }, options);
  const eachChunk = CHUNK_OVERHEAD_BYTES + digestBytes(header.checksum);
  const head = HEADER_BYTES + metadataSection.byteLength + Number(offsetsSectionBytes(header));
  return head + plain.sizeBytes + Number(header.nchunks) * eachChunk;
}
