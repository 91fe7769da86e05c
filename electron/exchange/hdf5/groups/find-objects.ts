import { ArgumentError } from '../../../../shared/format/errors.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';
import { type Message, readObjectHeader } from '../metadata/object-header.js';
import { isGroup, type Link, linksOf } from './links.js';

/** What a path leads to, by its first name in a walk over the file. */
export interface FoundObject {
  /** With a leading `/`. */
  readonly path: string;
  /** Undefined for a link to another file, which is not followed. */
  readonly messages: readonly Message[] | undefined;
}

/** HDF5 itself has no limit; a path of so many groups does not occur. */
const MAX_GROUP_DEPTH = 256;
/** HDF5's own limit for soft links that lead to soft links. */
const MAX_SOFT_LINKS = 16;

/**
 * Every object of a file but groups, depth first, each once: an object with several names has the first of them, and soft links are
 * names only. Groups that contain themselves do no harm. Throws FormatError.
 */
export async function* walkObjects(file: Hdf5File): AsyncGenerator<FoundObject, void, undefined> {
  const { rootAddress } = file.superblock;
  const seen = new Set([rootAddress]);
  const open = [{ path: '', links: linksOf(file, await groupHeader(file, rootAddress)) }];
  for (let group = open.at(-1); group !== undefined; group = open.at(-1)) {
    const next = await group.links.next();
    if (next.done) {
      open.pop();
      continue;
    }
    const link = next.value;
    const path = `${group.path}/${link.name}`;
    if (link.kind === 'elsewhere') yield { path, messages: undefined };
    if (link.kind !== 'hard' || seen.has(link.address)) continue;
    seen.add(link.address);
    const messages = await readObjectHeader(file, link.address);
    if (!isGroup(messages)) yield { path, messages };
    else if (open.length < MAX_GROUP_DEPTH) open.push({ path, links: linksOf(file, messages) });
    else throw file.fault(`its groups nest deeper than ${MAX_GROUP_DEPTH} levels`, link.address);
  }
}

async function groupHeader(file: Hdf5File, address: number): Promise<readonly Message[]> {
  const messages = await readObjectHeader(file, address);
  if (!isGroup(messages)) throw file.fault('its root is no group', address);
  return messages;
}

/** The object at a path, through soft links too. Throws ArgumentError when there is none, FormatError for a damaged file. */
export async function findObject(file: Hdf5File, path: string): Promise<readonly Message[]> {
  const names = partsOf(path);
  let address = file.superblock.rootAddress;
  let softLinks = 0;
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    const link = await requireLink(file, address, name, path);
    if (link.kind === 'hard') {
      address = link.address;
      continue;
    }
    if (++softLinks > MAX_SOFT_LINKS) throw noObject(file, path, `it is behind more than ${MAX_SOFT_LINKS} soft links`);
    if (link.path.startsWith('/')) address = file.superblock.rootAddress;
    names.unshift(...partsOf(link.path));
  }
  return readObjectHeader(file, address);
}

/** A link of a group that does not lead to another file. */
async function requireLink(
  file: Hdf5File,
  groupAddress: number,
  name: string,
  path: string,
): Promise<Exclude<Link, { readonly kind: 'elsewhere' }>> {
  const link = await findLink(file, groupAddress, name);
  if (link === undefined) throw noObject(file, path, 'there is none of that name');
  if (link.kind !== 'elsewhere') return link;
  throw noObject(file, path, 'a link leads to another file, which is not followed');
}

function partsOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

async function findLink(file: Hdf5File, groupAddress: number, name: string): Promise<Link | undefined> {
  const messages = await readObjectHeader(file, groupAddress);
  if (!isGroup(messages)) return undefined;
  for await (const link of linksOf(file, messages)) if (link.name === name) return link;
  return undefined;
}

function noObject(file: Hdf5File, path: string, reason: string): ArgumentError {
  return new ArgumentError(`'${file.name}' has no dataset '${path}': ${reason}`, { file: file.name, found: path });
}
