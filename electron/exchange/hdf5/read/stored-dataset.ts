import { itemCount } from '../../../../shared/format/numpy/array-metadata.js';
import type { Dtype } from '../../../../shared/format/numpy/dtype.js';
import { type Dataspace, readDataspace } from '../metadata/dataspace.js';
import { type Datatype, readDatatype } from '../metadata/datatype.js';
import type { Fields } from '../metadata/fields.js';
import { readFillValue, readOldFillValue } from '../metadata/fill-value.js';
import { type Filter, readFilters } from '../metadata/filters.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';
import { type Layout, readLayout } from '../metadata/layout.js';
import { MESSAGE, type Message, messageBody } from '../metadata/object-header.js';
import { refusedFilter } from './decode-filters.js';

/** A dataset that can be read, as its header describes it. */
export interface StoredDataset {
  readonly dtype: Dtype;
  readonly space: Dataspace;
  readonly layout: Exclude<Layout, { readonly kind: 'unreadable' }>;
  readonly filters: readonly Filter[];
  /** The bytes of one item of what was never written. */
  readonly fillItem: Uint8Array;
}

/** Larger chunks are neither read nor written: every program that reads the file holds them in memory whole. */
export const MAX_CHUNK_NBYTES = 2 ** 30;
const SHARED_TABLE = 'its description lies in a table of shared messages';

/** Whether an object with these messages is a dataset; else it is a type with a name. */
export function isDataset(messages: readonly Message[]): boolean {
  return messages.some(({ type }) => type === MESSAGE.layout);
}

/** The dataset, or why it cannot be read, in words that complete "because ...". Throws FormatError for a damaged one. */
export async function describeDataset(file: Hdf5File, messages: readonly Message[]): Promise<StoredDataset | string> {
  const parts = new HeaderParts(file, messages);
  const type = await parts.required(MESSAGE.datatype, 'type', readDatatype);
  const space = await parts.required(MESSAGE.dataspace, 'shape', readDataspace);
  const layout = await parts.required(MESSAGE.layout, 'layout', readLayout);
  const filters = (await parts.optional(MESSAGE.filters, 'the filters of a dataset', readFilters)) ?? [];
  if (type === SHARED_TABLE || layout === SHARED_TABLE || space === SHARED_TABLE) return SHARED_TABLE;
  if (type.kind === 'text') return 'its items are text of variable length';
  if (type.kind === 'unreadable') return type.reason;
  if (space === undefined) return 'it has no items at all, not even a shape';
  if (layout.kind === 'unreadable') return layout.reason;
  if (parts.has(MESSAGE.externalFiles)) return 'its items lie in other files, which are not followed';
  const refused = refusedFilter(filters) ?? refusedSizes(file, { type, space, layout });
  if (refused !== undefined) return refused;
  return { dtype: type.dtype, space, layout, filters, fillItem: await fillItemOf(parts, type.sizeBytes) };
}

class HeaderParts {
  readonly #file: Hdf5File;
  readonly #messages: readonly Message[];

  constructor(file: Hdf5File, messages: readonly Message[]) {
    this.#file = file;
    this.#messages = messages;
  }

  has(type: number): boolean {
    return this.#messages.some((message) => message.type === type);
  }

  async optional<T>(type: number, what: string, read: (fields: Fields) => T): Promise<T | undefined> {
    const message = this.#messages.find((candidate) => candidate.type === type);
    const body = message && (await messageBody(this.#file, message));
    return body && read(this.#file.fieldsOf(body, what));
  }

  async required<T>(type: number, what: string, read: (fields: Fields) => T): Promise<T | typeof SHARED_TABLE> {
    const message = this.#messages.find((candidate) => candidate.type === type);
    if (message === undefined) throw this.#file.fault(`a dataset has no ${what}`);
    const body = await messageBody(this.#file, message);
    return body ? read(this.#file.fieldsOf(body, `the ${what} of a dataset`)) : SHARED_TABLE;
  }
}

function refusedSizes(
  file: Hdf5File,
  { type, space, layout }: { type: Datatype; space: Dataspace; layout: Layout },
): string | undefined {
  const nbytes = itemCount(space.shape, 'bad-hdf5') * type.sizeBytes;
  if (!Number.isSafeInteger(nbytes)) throw file.fault(`a dataset has more than ${Number.MAX_SAFE_INTEGER} bytes`);
  if (layout.kind === 'compact' && layout.bytes.byteLength < nbytes) {
    throw file.fault(`a dataset of ${nbytes} bytes has only ${layout.bytes.byteLength}`);
  }
  if (layout.kind === 'contiguous' && layout.address !== undefined) {
    file.requireInside(layout.address, nbytes, 'the data of a dataset');
  }
  if (layout.kind !== 'chunked') return undefined;
  const { chunkShape, itemsize } = layout;
  if (chunkShape.length !== space.shape.length || itemsize !== type.sizeBytes) {
    throw file.fault('the chunks of a dataset do not have its axes and its type');
  }
  const chunkNbytes = chunkShape.reduce((product, length) => product * length, itemsize);
  return chunkNbytes > MAX_CHUNK_NBYTES
    ? `its chunks have ${chunkNbytes} bytes each, more than ${MAX_CHUNK_NBYTES}`
    : undefined;
}

async function fillItemOf(parts: HeaderParts, sizeBytes: number): Promise<Uint8Array> {
  const what = 'the fill value of a dataset';
  const value =
    (await parts.optional(MESSAGE.fillValue, what, readFillValue)) ??
    (await parts.optional(MESSAGE.oldFillValue, what, readOldFillValue));
  return value?.byteLength === sizeBytes ? value.slice() : new Uint8Array(sizeBytes);
}
