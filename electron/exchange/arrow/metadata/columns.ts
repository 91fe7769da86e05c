import { Endianness } from 'apache-arrow/fb/endianness';
import type { Field } from 'apache-arrow/fb/field';
import type { MetadataVersion } from 'apache-arrow/fb/metadata-version';
import type { Schema } from 'apache-arrow/fb/schema';
import { Encoding } from 'flatbuffers';
import type { JsonValue } from '../../../../shared/format/json.js';
import type { Attributes } from '../../dataset.js';
import { valueOfText } from '../../json-text.js';
import { badArrow } from '../bad-arrow.js';
import { type ColumnType, columnType } from './column-type.js';
import { type Layout, LayoutCounter } from './layout.js';

/** A column of a schema. */
export interface SchemaColumn {
  readonly name: string;
  /** Why it is none of numbers, in words for a message. */
  readonly type: ColumnType | string;
  /** What stands before it in each record batch. */
  readonly before: Layout;
  readonly field: Field;
}

export type NumberColumn = SchemaColumn & { readonly type: ColumnType };

export function isOfNumbers(column: SchemaColumn): column is NumberColumn {
  return typeof column.type !== 'string';
}

export interface Columns {
  readonly columns: readonly SchemaColumn[];
  /** What all of them have in each record batch. */
  readonly all: Layout;
}

/** Each takes memory. */
const MAX_COLUMNS = 2 ** 17;
/** Its place, and a table of its own. */
const MIN_FIELD_BYTES = 8;

/** The columns of a schema that is in so many bytes. Throws FormatError('bad-arrow') for a schema that cannot be. */
export function columnsOf(schema: Schema, version: MetadataVersion, metadataBytes: number, file: string): Columns {
  if (schema.endianness() !== Endianness.Little) throw badArrow(file, 'its numbers are big-endian, which is not read');
  const count = schema.fieldsLength();
  if (count < 0 || count > MAX_COLUMNS || count * MIN_FIELD_BYTES > metadataBytes) {
    throw badArrow(
      file,
      `it has ${count} columns in ${metadataBytes} bytes of metadata, and at most ${MAX_COLUMNS} are read`,
    );
  }
  const counter = new LayoutCounter(version, Math.floor(metadataBytes / MIN_FIELD_BYTES), file);
  const texts = new Texts(metadataBytes, file);
  const columns: SchemaColumn[] = [];
  let before: Layout = { nodes: 0, buffers: 0, views: 0 };
  for (let index = 0; index < count; index++) {
    const field = schema.fields(index);
    if (!field) throw badArrow(file, `column ${index} is missing`);
    columns.push({ name: texts.take(field.name(Encoding.UTF8_BYTES)), type: columnType(field), before, field });
    before = sum(before, counter.of(field));
  }
  return { columns, all: before };
}

function sum(one: Layout, other: Layout): Layout {
  return {
    nodes: one.nodes + other.nodes,
    buffers: one.buffers + other.buffers,
    views: one.views + other.views,
  };
}

/** Metadata of a column by name; values that are no texts were written by this program as marked JSON. */
export function attributesOf({ field, name }: SchemaColumn, metadataBytes: number, file: string): Attributes {
  const texts = new Texts(metadataBytes, file);
  const attributes = new Map<string, JsonValue>();
  const count = field.customMetadataLength();
  if (count < 0 || count * MIN_FIELD_BYTES > metadataBytes) {
    throw badArrow(file, `column '${name}' has ${count} attributes in ${metadataBytes} bytes of metadata`);
  }
  for (let index = 0; index < count; index++) {
    const entry = field.customMetadata(index);
    const key = texts.take(entry?.key(Encoding.UTF8_BYTES));
    attributes.set(key, valueOfText(texts.take(entry?.value(Encoding.UTF8_BYTES))));
  }
  return attributes;
}

/** Texts of metadata, which may all claim the same bytes: together they are no longer than the metadata. */
class Texts {
  readonly #file: string;
  #bytesLeft: number;

  constructor(bytes: number, file: string) {
    this.#bytesLeft = bytes;
    this.#file = file;
  }

  /** Throws FormatError('bad-arrow') when the texts are longer. */
  take(text: string | Uint8Array | null | undefined): string {
    const bytes = typeof text === 'string' || !text ? new Uint8Array(0) : text;
    this.#bytesLeft -= bytes.byteLength;
    if (this.#bytesLeft < 0) throw badArrow(this.#file, 'its texts are longer than its metadata');
    return new TextDecoder().decode(bytes);
  }
}
