import { treeEntries } from '../heaps/b-tree-1.js';
import { treeRecords } from '../heaps/b-tree-2.js';
import { FractalHeap } from '../heaps/fractal-heap.js';
import { textOf } from '../metadata/datatype.js';
import type { Fields } from '../metadata/fields.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';
import { MESSAGE, type Message } from '../metadata/object-header.js';

/** One name in a group, and what it leads to. */
export type Link = { readonly name: string } & (
  | { readonly kind: 'hard'; readonly address: number }
  /** Another path of the same file, which may not exist. */
  | { readonly kind: 'soft'; readonly path: string }
  /** Another file, or something only a program knows. */
  | { readonly kind: 'elsewhere' }
);

/** Whether an object with these messages is a group. */
export function isGroup(messages: readonly Message[]): boolean {
  return messages.some(
    ({ type }) => type === MESSAGE.symbolTable || type === MESSAGE.linkInfo || type === MESSAGE.link,
  );
}

/** The links of a group: by name where there are many, else in the order of the file. Throws FormatError. */
export async function* linksOf(file: Hdf5File, messages: readonly Message[]): AsyncGenerator<Link, void, undefined> {
  for (const { type, body } of messages) {
    if (type === MESSAGE.link) yield readLink(file.fieldsOf(body, 'a link'));
    if (type === MESSAGE.linkInfo) yield* denseLinks(file, body);
    if (type === MESSAGE.symbolTable) yield* symbolTableLinks(file, body);
  }
}

const HARD = 0;
const SOFT = 1;

function readLink(fields: Fields): Link {
  fields.version([1]);
  const flags = fields.u8();
  const kind = flags & 8 ? fields.u8() : HARD;
  if (flags & 4) fields.skip(8);
  if (flags & 16) fields.skip(1);
  const name = textOf(fields.take(fields.uint(2 ** (flags & 3))));
  if (kind === HARD) return { name, kind: 'hard', address: fields.definedAddress() };
  if (kind !== SOFT) return { name, kind: 'elsewhere' };
  return { name, kind: 'soft', path: textOf(fields.take(fields.u16())) };
}

/** Links by name: a hash of 4 bytes, then the id in the heap. */
const LINK_RECORD = [5];

async function* denseLinks(file: Hdf5File, body: Uint8Array): AsyncGenerator<Link, void, undefined> {
  const fields = file.fieldsOf(body, 'the link information of a group');
  fields.version([0]);
  if (fields.u8() & 1) fields.skip(8);
  const heapAddress = fields.address();
  const treeAddress = fields.address();
  if (heapAddress === undefined || treeAddress === undefined) return;
  const heap = await FractalHeap.open(file, heapAddress);
  for await (const record of treeRecords(file, treeAddress, LINK_RECORD)) {
    yield readLink(file.fieldsOf(await heap.object(record.subarray(4)), 'a link'));
  }
}

/** How groups were stored before HDF5 1.8, and are by default until today: a B-tree of nodes of symbols, and a heap of names. */
async function* symbolTableLinks(file: Hdf5File, body: Uint8Array): AsyncGenerator<Link, void, undefined> {
  const fields = file.fieldsOf(body, 'the symbol table of a group');
  const treeAddress = fields.definedAddress();
  const names = await readLocalHeap(file, fields.definedAddress());
  const kind = { type: 0, keyBytes: file.superblock.lengthBytes } as const;
  for await (const { address } of treeEntries(file, treeAddress, kind)) yield* symbols(file, address, names);
}

/** A group of a million links with long names. */
const MAX_HEAP_BYTES = 2 ** 28;

async function readLocalHeap(file: Hdf5File, address: number): Promise<Uint8Array> {
  const { offsetBytes, lengthBytes } = file.superblock;
  const head = await file.fields(address, 8 + 2 * lengthBytes + offsetBytes, 'the names of a group');
  head.signature('HEAP');
  head.version([0]);
  head.skip(3);
  const sizeBytes = head.length();
  head.limit();
  if (sizeBytes > MAX_HEAP_BYTES) throw head.fault(`have ${sizeBytes} bytes, more than ${MAX_HEAP_BYTES}`);
  return file.bytes(head.definedAddress(), sizeBytes, 'the names of a group');
}

const CACHED_SOFT_LINK = 2;

async function* symbols(file: Hdf5File, address: number, names: Uint8Array): AsyncGenerator<Link, void, undefined> {
  const { offsetBytes } = file.superblock;
  const head = await file.fields(address, 8, 'the symbols of a group');
  head.signature('SNOD');
  head.version([1]);
  head.skip(1);
  const count = head.u16();
  const fields = await file.fields(address + 8, count * (2 * offsetBytes + 24), 'the symbols of a group');
  for (let index = 0; index < count; index++) {
    const name = nameAt(file, names, fields.uint(offsetBytes));
    const object = fields.address();
    const cached = fields.u32();
    fields.skip(4);
    const scratch = fields.take(16);
    if (cached === CACHED_SOFT_LINK) {
      const path = nameAt(file, names, file.fieldsOf(scratch, 'a soft link').u32());
      yield { name, kind: 'soft', path };
    } else if (object !== undefined) yield { name, kind: 'hard', address: object };
  }
}

function nameAt(file: Hdf5File, names: Uint8Array, offset: number): string {
  if (offset >= names.byteLength) throw file.fault(`a name begins at byte ${offset} of ${names.byteLength}`);
  return textOf(file.fieldsOf(names.subarray(offset), 'a name of a group').zeroTerminated());
}
