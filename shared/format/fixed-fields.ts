import { ascii, asciiBytes, ByteReader, ByteWriter } from './bytes.js';
import type { FormatError } from './errors.js';

/** `bits` and `u8` are both one byte; `char` is one character for each byte. */
export type FieldType = 'char' | 'bits' | 'u8' | 'u32' | 'i32' | 'i64';

/**
 * One field of a fixed-size header, little-endian; used by parser, printer and the view of single fields. `Raw` has the fields as they
 * are stored, also invalid ones.
 */
export interface FixedField<Raw> {
  /** The specification's own name. */
  readonly name: string;
  readonly key: keyof Raw & string;
  /** From the start of the header. */
  readonly at: number;
  readonly sizeBytes: number;
  readonly type: FieldType;
  /** Text that is padded with NULs, which are not part of the value. */
  readonly isPadded?: true;
  /** What is wrong with the field, as a sentence without its name at the start; undefined when it is valid. */
  readonly fault?: (raw: Raw) => string | undefined;
  /** The error for a file with this fault, if it differs from that of other fields. */
  readonly refusal?: (raw: Raw) => FormatError;
}

/** Reads the fields that are completely inside `bytes`, without checks. */
export function readFields<Raw>(bytes: Uint8Array, fields: readonly FixedField<Raw>[]): Partial<Raw> {
  const whole = fields.filter(({ at, sizeBytes }) => at + sizeBytes <= bytes.byteLength);
  const values = whole.map((field) => [field.key, readField(bytes, field)] as const);
  // Tables give each key a field of its type.
  return Object.fromEntries(values) as Partial<Raw>;
}

function readField<Raw>(
  bytes: Uint8Array,
  { name, at, sizeBytes, type, isPadded }: FixedField<Raw>,
): string | number | bigint {
  const reader = new ByteReader(bytes.subarray(at, at + sizeBytes), name);
  switch (type) {
    case 'char':
      return ascii(reader.take(sizeBytes)).replace(isPadded ? /\0+$/ : '', '');
    case 'bits':
      return reader.u8();
    default:
      return reader[type]();
  }
}

/** The bytes of a header. The fields must be valid. */
export function writeFields<Raw>(raw: Raw, fields: readonly FixedField<Raw>[], sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  for (const { key, at, sizeBytes: size, type } of fields) {
    const writer = new ByteWriter(bytes.subarray(at, at + size));
    const value = raw[key];
    if (typeof value === 'string') writer.put(asciiBytes(value));
    else if (typeof value === 'bigint') writer.i64(value);
    else if (type === 'i32') writer.i32(Number(value));
    else if (type === 'u32') writer.u32(Number(value));
    else writer.u8(Number(value));
  }
  return bytes;
}

/** The first invalid field. */
export function firstFault<Raw>(
  raw: Raw,
  fields: readonly FixedField<Raw>[],
): { readonly field: FixedField<Raw>; readonly message: string } | undefined {
  for (const field of fields) {
    const fault = field.fault?.(raw);
    if (fault !== undefined) return { field, message: faultMessage(field.name, raw[field.key], fault) };
  }
  return undefined;
}

/** Puts the value before a comparison with another field, and at the end of any other sentence. */
function faultMessage(name: string, value: unknown, fault: string): string {
  return fault.includes('must not') ? `${name} (${value}) ${fault}` : `${name} ${fault}, found ${value}`;
}
