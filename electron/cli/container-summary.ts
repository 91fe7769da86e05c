import { bloscHeaderRecord, headerRecord } from '../../shared/format/field-names.js';
import { plainSizeBytes } from '../../shared/format/header.js';
import type { JsonValue } from '../../shared/format/json.js';
import { type ArraySpec, parseArrayMetadata } from '../../shared/format/numpy/array-metadata.js';
import { dtypeDescrRepr } from '../../shared/format/numpy/dtype-print.js';
import { prettySize } from '../../shared/format/sizes.js';
import type { Metadata } from '../engine/container/decode-metadata.js';
import { membersOf } from '../engine/in-place/metadata/json-object.js';
import type { RandomReader } from '../engine/io/random-reader.js';
import { jsonOf } from '../engine/pack/compressed/compressed-source.js';
import { shapeText } from './array-text.js';
import { type ContainerFacts, flagsRecord, readContainerFacts } from './container-facts.js';
import { failureLines } from './failures.js';
import { printable } from './printable.js';

/** What `blpk ls` says of a container, from a few reads however large it is. */
export interface ContainerSummary {
  /** As the user gave it, or its name in the folder. */
  readonly name: string;
  readonly storedBytes: number;
  readonly facts: ContainerFacts;
  /** Undefined for plain bytes, and where the metadata do not describe an array. */
  readonly array: ArraySpec | undefined;
}

/** Reads the heads of a container. Never throws for damage: `facts.failure` says what is wrong. */
export async function summarise(name: string, reader: RandomReader): Promise<ContainerSummary> {
  const facts = await readContainerFacts(reader);
  return { name, storedBytes: reader.sizeBytes, facts, array: arrayOf(facts.metadata) };
}

function arrayOf(metadata: Metadata | undefined): ArraySpec | undefined {
  try {
    return parseArrayMetadata(jsonOf(metadata));
  } catch {
    return undefined;
  }
}

/** What is in it, and how large it is and was: `x.blp: dtype '<f8', shape (9, 9), 648B in 1 chunk, ...`. */
export function summaryLine({ name, storedBytes, facts, array }: ContainerSummary): string {
  const { header, failure } = facts;
  if (!header) return `${printable(name)}: ${failureLines(failure, name)[0] ?? 'no container'}`;
  const what = array ? `dtype ${dtypeDescrRepr(array.dtype)}, shape ${shapeText(array.shape)}` : 'bytes';
  const plainBytes = plainSizeBytes(header);
  const counted = header.nchunks >= 0n ? `${header.nchunks} ${header.nchunks === 1n ? 'chunk' : 'chunks'}` : 'chunks';
  const size = plainBytes === undefined ? `an unknown size in ${counted}` : `${prettySize(plainBytes)} in ${counted}`;
  const ratio = plainBytes && storedBytes > 0 ? ` (ratio ${(Number(plainBytes) / storedBytes).toFixed(2)})` : '';
  return `${printable(name)}: ${what}, ${size}, stored in ${prettySize(storedBytes)}${ratio}${damageText(facts, name)}`;
}

function damageText({ failure }: ContainerFacts, name: string): string {
  return failure === undefined ? '' : `; damaged: ${failureLines(failure, name)[0] ?? ''}`;
}

/** The same and what is inside, a line for each part. */
export function summaryLines(summary: ContainerSummary): readonly string[] {
  const { header, firstChunk } = summary.facts;
  const keys = metadataKeys(summary.facts.metadata);
  return [
    summaryLine(summary),
    ...(header
      ? [
          `    header: format version ${header.formatVersion}, checksum ${header.checksum}, typesize ${header.typesize}, ${header.offsets ? `offsets with room for ${header.maxAppChunks} more chunks` : 'no offsets'}`,
        ]
      : []),
    ...(keys ? [`    metadata: ${keys.map(printable).join(', ')}`] : []),
    ...(header && header.chunkSize >= 0
      ? [`    chunks: ${prettySize(header.chunkSize)} each, the last ${lastText(header.lastChunk)}`]
      : []),
    ...(firstChunk
      ? [
          `    first chunk: codec ${flagsRecord(firstChunk).codec}, filter ${filterText(firstChunk)}, blocks of ${prettySize(firstChunk.blocksize)}`,
        ]
      : []),
  ];
}

function lastText(lastChunk: number): string {
  return lastChunk >= 0 ? prettySize(lastChunk) : 'of unknown size';
}

function filterText(firstChunk: NonNullable<ContainerFacts['firstChunk']>): string {
  const { byte_shuffle: isByte, bit_shuffle: isBit } = flagsRecord(firstChunk);
  return isByte ? 'byte shuffle' : isBit ? 'bit shuffle' : 'none';
}

/** The names at the top of the metadata; undefined when there are none, or when they are no JSON object. */
function metadataKeys(metadata: Metadata | undefined): readonly string[] | undefined {
  const members = membersOf(jsonOf(metadata));
  return members && [...members.keys()];
}

export function summaryRecord(summary: ContainerSummary): JsonValue {
  const { name, storedBytes, facts, array } = summary;
  const { header, metadata, firstChunk, failure } = facts;
  const plainBytes = header && plainSizeBytes(header);
  const keys = metadataKeys(metadata);
  return {
    name,
    stored_bytes: storedBytes,
    ...(plainBytes !== undefined && { plain_bytes: plainBytes }),
    ...(array && { array: { dtype: dtypeDescrRepr(array.dtype), shape: array.shape, order: array.order } }),
    ...(header && { header: { ...headerRecord(header) } }),
    ...(keys && { metadata_keys: keys }),
    ...(firstChunk && {
      first_chunk: { header: { ...bloscHeaderRecord(firstChunk) }, flags: { ...flagsRecord(firstChunk) } },
    }),
    ...(failure !== undefined && { error: failureLines(failure, name)[0] ?? '' }),
  };
}
