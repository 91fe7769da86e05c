import { CHECKSUMS } from '../../../shared/format/checksums.js';
import type { FixedField } from '../../../shared/format/fixed-fields.js';
import { HEADER_BYTES, HEADER_FIELDS, type RawHeader, sectionsOf } from '../../../shared/format/header.js';
import { METADATA_CODECS, METADATA_FIELDS, type RawMetadataHeader } from '../../../shared/format/metadata-section.js';
import { type RawHead, readRawHead } from '../../engine/container/head.js';
import type { RandomReader } from '../../engine/io/random-reader.js';

/** One field of a fixed-size header as it is stored, valid or not. */
export interface HeadField {
  /** The spec's own name. */
  readonly name: string;
  readonly value: string;
  readonly explanation: string;
  /** From the start of the file. */
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  readonly type: string;
  readonly problem?: string;
  /** The bits of a flags field. */
  readonly bits?: readonly { readonly name: string; readonly value: string; readonly bit: number }[];
}

/**
 * The fixed-size fields before the chunks, each by itself: a wrong one does not hide the others, nor does an early end of
 * the file.
 */
export interface HeadFields {
  readonly header: readonly HeadField[];
  /** Undefined without metadata, or without a single byte of their header. */
  readonly metadata: readonly HeadField[] | undefined;
  readonly raw: RawHead;
}

/** The reader must know its size. */
export async function readHeadFields(reader: RandomReader): Promise<HeadFields> {
  const raw = await readRawHead(reader);
  const header = viewsOf(raw.header, HEADER_FIELDS, HEADER_VIEWS, 0);
  return {
    header,
    metadata: raw.metadata && viewsOf(raw.metadata, METADATA_FIELDS, METADATA_VIEWS, HEADER_BYTES),
    raw,
  };
}

/** What is shown of a field besides the format's own table. */
interface FieldView<Raw> {
  readonly explanation: string;
  /** Default: the value as it is. */
  readonly show?: (raw: Raw) => string;
  /** A note about a valid but unusual value. */
  readonly notice?: (raw: Raw) => string | undefined;
  readonly bits?: (raw: Raw) => NonNullable<HeadField['bits']>;
}

type FieldViews<Raw> = { readonly [Key in keyof Raw]: FieldView<Raw> };

const HEADER_VIEWS: FieldViews<RawHeader> = {
  magic: { explanation: 'The first four characters of every container.' },
  formatVersion: { explanation: 'Version of the format; only 3 is in use.' },
  options: {
    explanation: 'Which optional sections follow the header. The other six bits must be 0.',
    show: ({ options }) => `0x${options.toString(16).padStart(2, '0')}`,
    bits: (raw) => [
      { name: 'offsets present', value: sectionsOf(raw).offsets ? 'yes' : 'no', bit: 0 },
      { name: 'metadata present', value: sectionsOf(raw).metadata ? 'yes' : 'no', bit: 1 },
    ],
  },
  checksum: {
    explanation: 'Kind of the checksum after every chunk. adler32 takes 4 bytes a chunk.',
    show: ({ checksum }) => idAndName(checksum, CHECKSUMS[checksum]?.name),
  },
  typesize: { explanation: 'Bytes of one item, used by the shuffle.' },
  chunkSize: { explanation: 'Uncompressed bytes of every chunk but the last. −1: not known or not the same for all.' },
  lastChunk: { explanation: 'Uncompressed bytes of the last chunk. −1: not known.' },
  nchunks: { explanation: 'Chunks in this file. −1: a streaming writer did not know.' },
  maxAppChunks: {
    explanation: 'Offset slots kept free, so that chunks can be appended without rewriting the file.',
  },
};

const METADATA_VIEWS: FieldViews<RawMetadataHeader> = {
  magicFormat: {
    explanation: 'The format of the metadata: JSON.',
    show: ({ magicFormat }) => shownName(magicFormat),
    notice: ({ magicFormat }) =>
      magicFormat === 'JSON' ? undefined : 'is not JSON: the metadata can only be shown raw',
  },
  metaOptions: { explanation: 'Must be 0.' },
  metaChecksum: {
    explanation: 'Kind of the checksum over the stored metadata, without their reserve.',
    show: ({ metaChecksum }) => idAndName(metaChecksum, CHECKSUMS[metaChecksum]?.name),
  },
  metaCodec: {
    explanation: 'How the metadata are compressed; none if zlib would not make them shorter.',
    show: ({ metaCodec }) => idAndName(metaCodec, metadataCodecName(metaCodec)),
  },
  metaLevel: { explanation: 'The requested level, also when the metadata are not compressed.' },
  metaSize: { explanation: 'Bytes of the metadata before they were compressed.' },
  maxMetaSize: { explanation: 'Room for the stored metadata, so that they can grow in place.' },
  metaCompSize: { explanation: 'Bytes of the metadata as they are stored.' },
  userCodec: {
    explanation: 'Room for the name of a user-defined codec; not used.',
    show: ({ userCodec }) => shownName(userCodec),
  },
};

/** Undefined for an unknown id. */
export function metadataCodecName(id: number): string | undefined {
  return METADATA_CODECS[id]?.toLowerCase();
}

function viewsOf<Raw>(
  raw: Partial<Raw>,
  fields: readonly FixedField<Raw>[],
  views: FieldViews<Raw>,
  startByte: number,
): readonly HeadField[] {
  // A rule compares a field with earlier ones, which exist if it does.
  const present = raw as Raw;
  return fields
    .filter(({ key }) => raw[key] !== undefined)
    .map((field) => fieldView(field, views[field.key], present, startByte));
}

function fieldView<Raw>(field: FixedField<Raw>, view: FieldView<Raw>, raw: Raw, startByte: number): HeadField {
  const { name, key, at, sizeBytes, type, fault } = field;
  const problem = fault?.(raw) ?? view.notice?.(raw);
  return {
    name,
    value: view.show?.(raw) ?? printable(String(raw[key])),
    explanation: view.explanation,
    offsetBytes: startByte + at,
    sizeBytes,
    type,
    ...(problem !== undefined && { problem }),
    ...(view.bits && { bits: view.bits(raw) }),
  };
}

/** An id of a table and its name: `1, adler32`. */
function idAndName(id: number, name: string | undefined): string {
  return `${id}, ${name ?? 'unknown'}`;
}

function shownName(name: string): string {
  return name === '' ? '8 × 00' : printable(name);
}

/** The text, with bytes that are not printable ASCII as `\x..`. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
