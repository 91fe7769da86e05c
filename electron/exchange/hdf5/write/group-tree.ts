import { ArgumentError } from '../../../../shared/format/errors.js';
import { MESSAGE } from '../metadata/object-header.js';
import { FieldWriter } from './field-writer.js';
import { type NewMessage, objectHeader } from './object-header.js';

/** A group that will be written: names of datasets with their addresses, and of groups. */
type Group = Map<string, Group | number>;

const GROUP_INFO = 0x0a;
const MAX_NAME_BYTES = 2 ** 14;
const MAX_DEPTH = 128;
const NAME_IN_UTF8 = 0x10;
const UTF8 = 1;

/** The groups of a file that is written, and the names in them. */
export class GroupTree {
  readonly #root: Group = new Map();

  /** Takes a name, `/` between groups, for a dataset whose address is given later. Throws ArgumentError for an impossible or taken one. */
  claim(path: string): (address: number) => void {
    const names = path.replace(/^\//, '').split('/');
    const last = names.pop() ?? '';
    if (names.length > MAX_DEPTH) throw refused(path, `it has more than ${MAX_DEPTH} groups`);
    for (const name of [...names, last]) requireName(path, name);
    let group = this.#root;
    for (const name of names) group = childGroup(group, name, path);
    if (group.has(last)) throw refused(path, 'there is one of that name already');
    group.set(last, 0);
    return (address) => group.set(last, address);
  }

  /** The object headers of all groups, as they stand from `address` on. */
  headers(address: number): { readonly bytes: Uint8Array; readonly root: number } {
    const writer = new FieldWriter();
    const root = this.#write(this.#root, address, writer);
    return { bytes: writer.bytes(), root };
  }

  /** Groups stand behind those that they contain. The depth is limited by `claim`. */
  #write(group: Group, address: number, writer: FieldWriter): number {
    const links = Array.from(group, ([name, child]) =>
      linkMessage(name, typeof child === 'number' ? child : this.#write(child, address, writer)),
    );
    writer.pad(8);
    const place = address + writer.length;
    writer.put(objectHeader([LINK_INFO, { type: GROUP_INFO, body: new Uint8Array(2) }, ...links]));
    return place;
  }
}

/** No heap and no B-tree: all links are messages of the header. */
const LINK_INFO: NewMessage = {
  type: MESSAGE.linkInfo,
  body: new FieldWriter().u8(0).u8(0).address(undefined).address(undefined).bytes(),
};

function linkMessage(name: string, address: number): NewMessage {
  const bytes = new TextEncoder().encode(name);
  const writer = new FieldWriter()
    .u8(1)
    .u8(NAME_IN_UTF8 | 1)
    .u8(UTF8)
    .u16(bytes.byteLength);
  return { type: MESSAGE.link, body: writer.put(bytes).u64(address).bytes() };
}

function childGroup(group: Group, name: string, path: string): Group {
  const child = group.get(name) ?? new Map();
  if (typeof child === 'number') throw refused(path, `'${name}' is a dataset, and no group`);
  group.set(name, child);
  return child;
}

function requireName(path: string, name: string): void {
  const isPossible = name !== '' && name !== '.' && !/\0|\p{Surrogate}/u.test(name);
  if (!isPossible) throw refused(path, 'HDF5 has no such names');
  const sizeBytes = new TextEncoder().encode(name).byteLength;
  if (sizeBytes > MAX_NAME_BYTES) throw refused(path, `a name has ${sizeBytes} bytes, at most ${MAX_NAME_BYTES}`);
}

function refused(path: string, reason: string): ArgumentError {
  const shown = path.length > 100 ? `${path.slice(0, 97)}...` : path;
  return new ArgumentError(`cannot write a dataset '${shown}' to an HDF5 file: ${reason}`, { found: shown });
}
