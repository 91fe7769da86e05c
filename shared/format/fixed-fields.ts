import { ascii, asciiBytes, ByteReader, ByteWriter } from './bytes.js';
import type { FormatError } from './errors.js';

/** `bits` and `u8` are both one byte; `char` is one character a byte. */
export type FieldType = 'char' | 'bits' | 'u8' | 'u32' | 'i32' | 'i64';

/**
 * One field of a fixed-size header, little-endian: what a parser, a printer and a view of single fields have in common.
 * `Raw` holds the fields as they are stored, whether they make sense or not.
 */
export interface FixedField<Raw> {
  /** The specification's own name. */
  readonly name: string;
  readonly key: keyof Raw & string;
  /** From the start of the header. */
  readonly at: number;
  readonly sizeBytes: number;
  readonly type: FieldType;
  /** A text that NULs fill up; they are no part of the value. */
  readonly isPadded?: true;
  /** What is wrong with it, as the rest of a sentence that begins with its name; undefined when nothing is. */
  readonly fault?: (raw: Raw) => string | undefined;
  /** The error for a file with this fault, where it is not the one of all fields. */
  readonly refusal?: (raw: Raw) => FormatError;
}

/** Reads the fields of which all bytes are there. Nothing is checked. */
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

/** The bytes of a header whose fields were checked. */
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

/** The first field that breaks its rule. */
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

/** A comparison with another field has the value before it, any other rule behind it. */
function faultMessage(name: string, value: unknown, fault: string): string {
  return fault.includes('must not') ? `${name} (${value}) ${fault}` : `${name} ${fault}, found ${value}`;
}
