import { ByteReader } from '../../../shared/format/bytes.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import { METADATA_HEADER_BYTES } from '../../../shared/format/metadata-section.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { HEADER_FIELDS, type RawHeader } from './header-fields.js';
import { METADATA_FIELDS, type RawMetadataHeader } from './metadata-header-fields.js';

/** One field of a fixed-size header, as it is stored, whether it makes sense or not. */
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
  /** The single bits of a field of flags. */
  readonly bits?: readonly { readonly name: string; readonly value: string; readonly bit: number }[];
}

/** How a field is read and judged. `Raw` holds every field of its header that is there, unchecked. */
export interface FieldRule<Raw> {
  readonly name: string;
  /** From the start of the header. */
  readonly at: number;
  readonly sizeBytes: number;
  readonly type: string;
  readonly explanation: string;
  readonly read: (reader: ByteReader) => Partial<Raw>;
  readonly show: (raw: Partial<Raw>) => string;
  readonly fault?: (raw: Partial<Raw>) => string | undefined;
  readonly bits?: (raw: Partial<Raw>) => NonNullable<HeadField['bits']>;
}

/**
 * The fixed-size fields before the chunks, one by one: a wrong one does not hide the others, nor does an early end of
 * the file.
 */
export interface HeadFields {
  readonly header: readonly HeadField[];
  readonly raw: Partial<RawHeader>;
  /** Undefined when there are no metadata, or not one byte of their header. */
  readonly metadata: readonly HeadField[] | undefined;
  readonly rawMetadata: Partial<RawMetadataHeader> | undefined;
}

const HAS_METADATA = 0x02;

/** Reads at most 64 bytes. The reader must know its size. */
export async function readHeadFields(reader: RandomReader): Promise<HeadFields> {
  const headBytes = Math.min(HEADER_BYTES + METADATA_HEADER_BYTES, reader.sizeBytes);
  const bytes = await reader.readAt(0, headBytes);
  const { fields: header, raw } = parseFields(bytes.subarray(0, HEADER_BYTES), 0, HEADER_FIELDS);
  const hasMetadata = ((raw.options ?? 0) & HAS_METADATA) !== 0 && headBytes > HEADER_BYTES;
  const metadata = hasMetadata
    ? parseFields(bytes.subarray(HEADER_BYTES), HEADER_BYTES, METADATA_FIELDS)
    : { fields: undefined, raw: undefined };
  return { header, raw, metadata: metadata.fields, rawMetadata: metadata.raw };
}

/** Every field of which all bytes are there. */
function parseFields<Raw>(
  bytes: Uint8Array,
  startByte: number,
  rules: readonly FieldRule<Raw>[],
): { fields: readonly HeadField[]; raw: Partial<Raw> } {
  const whole = rules.filter((rule) => rule.at + rule.sizeBytes <= bytes.byteLength);
  let raw: Partial<Raw> = {};
  for (const rule of whole) {
    const field = bytes.subarray(rule.at, rule.at + rule.sizeBytes);
    raw = { ...raw, ...rule.read(new ByteReader(field, rule.name)) };
  }
  return { raw, fields: whole.map((rule) => fieldOf(rule, raw, startByte)) };
}

function fieldOf<Raw>(rule: FieldRule<Raw>, raw: Partial<Raw>, startByte: number): HeadField {
  const { name, at, sizeBytes, type, explanation } = rule;
  const problem = rule.fault?.(raw);
  const bits = rule.bits?.(raw);
  return {
    name,
    value: rule.show(raw),
    explanation,
    offsetBytes: startByte + at,
    sizeBytes,
    type,
    ...(problem !== undefined && { problem }),
    ...(bits !== undefined && { bits }),
  };
}
