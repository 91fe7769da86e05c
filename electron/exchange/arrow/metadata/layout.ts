import type { Field } from 'apache-arrow/fb/field';
import { MetadataVersion } from 'apache-arrow/fb/metadata-version';
import { Type } from 'apache-arrow/fb/type';
import { Union } from 'apache-arrow/fb/union';
import { UnionMode } from 'apache-arrow/fb/union-mode';
import { badArrow } from '../bad-arrow.js';

/** What a column has in each record batch. */
export interface Layout {
  readonly nodes: number;
  readonly buffers: number;
  /** Columns of texts or bytes that say in the batch how many more buffers they have. */
  readonly views: number;
}

/** As pyarrow has it. */
const MAX_DEPTH = 64;

/** Buffers of a column itself, without those of the columns in it; two, validity and items, for all other types. */
const BUFFERS: Partial<Record<Type, number>> = {
  [Type.Null]: 0,
  [Type.RunEndEncoded]: 0,
  [Type.Struct_]: 1,
  [Type.FixedSizeList]: 1,
  [Type.Utf8]: 3,
  [Type.LargeUtf8]: 3,
  [Type.Binary]: 3,
  [Type.LargeBinary]: 3,
  [Type.ListView]: 3,
  [Type.LargeListView]: 3,
};

/** Counts the nodes and buffers of columns. A schema may say that it has more columns than bytes, or that a column is inside itself. */
export class LayoutCounter {
  readonly #version: MetadataVersion;
  readonly #file: string;
  #fieldsLeft: number;

  /** `maxFields`: so many fields, at most, can the schema describe. */
  constructor(version: MetadataVersion, maxFields: number, file: string) {
    this.#version = version;
    this.#file = file;
    this.#fieldsLeft = maxFields;
  }

  /** Throws FormatError('bad-arrow') for a schema that cannot be. */
  of(field: Field, depth = 0): Layout {
    if (this.#fieldsLeft-- === 0) throw badArrow(this.#file, 'its schema has more fields than bytes');
    if (depth > MAX_DEPTH) throw badArrow(this.#file, `its columns are in each other more than ${MAX_DEPTH} deep`);
    const type = field.typeType();
    // What is stored of it are places in the dictionary.
    if (field.dictionary()) return { nodes: 1, buffers: 2, views: 0 };
    if (!(type in Type)) throw badArrow(this.#file, `a column is of the type ${type}, which is not known`);
    let nodes = 1;
    let buffers = type === Type.Union ? this.#unionBuffers(field) : (BUFFERS[type] ?? 2);
    let views = type === Type.Utf8View || type === Type.BinaryView ? 1 : 0;
    for (let index = 0; index < field.childrenLength(); index++) {
      const child = field.children(index);
      if (!child) continue;
      const inner = this.of(child, depth + 1);
      nodes += inner.nodes;
      buffers += inner.buffers;
      views += inner.views;
    }
    return { nodes, buffers, views };
  }

  #unionBuffers(field: Field): number {
    const union: Union | null = field.type(new Union());
    const own = union?.mode() === UnionMode.Dense ? 2 : 1;
    return this.#version === MetadataVersion.V4 ? own + 1 : own;
  }
}
