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

/** Groups in which a search goes on where the one before it ended. */
const MAX_SEARCHED = 64;

/** Finds objects by their paths. Paths that are asked for in the order of `walkObjects` take one walk over each group. */
export class ObjectPaths {
  readonly #file: Hdf5File;
  /** By the address of the group, the last used one last. */
  readonly #searches = new Map<number, GroupSearch>();

  constructor(file: Hdf5File) {
    this.#file = file;
  }

  /** The object at a path, through soft links too. Throws ArgumentError when there is none, FormatError for a damaged file. */
  async find(path: string): Promise<readonly Message[]> {
    const file = this.#file;
    const names = partsOf(path);
    let address = file.superblock.rootAddress;
    let softLinks = 0;
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const link = await this.#requireLink(address, name, path);
      if (link.kind === 'hard') {
        address = link.address;
        continue;
      }
      if (++softLinks > MAX_SOFT_LINKS) {
        throw noObject(file, path, `it is behind more than ${MAX_SOFT_LINKS} soft links`);
      }
      if (link.path.startsWith('/')) address = file.superblock.rootAddress;
      names.unshift(...partsOf(link.path));
    }
    return readObjectHeader(file, address);
  }

  /** A link of a group that does not lead to another file. */
  async #requireLink(
    groupAddress: number,
    name: string,
    path: string,
  ): Promise<Exclude<Link, { readonly kind: 'elsewhere' }>> {
    const link = await this.#searchOf(groupAddress).find(name);
    if (link === undefined) throw noObject(this.#file, path, 'there is none of that name');
    if (link.kind !== 'elsewhere') return link;
    throw noObject(this.#file, path, 'a link leads to another file, which is not followed');
  }

  #searchOf(groupAddress: number): GroupSearch {
    const search = this.#searches.get(groupAddress) ?? new GroupSearch(this.#file, groupAddress);
    this.#searches.delete(groupAddress);
    this.#searches.set(groupAddress, search);
    const [oldest] = this.#searches.keys();
    if (this.#searches.size > MAX_SEARCHED && oldest !== undefined) this.#searches.delete(oldest);
    return search;
  }
}

/** Finds links of one group by name: by default there is no index of them that could be trusted. */
class GroupSearch {
  readonly #file: Hdf5File;
  readonly #address: number;
  #links: AsyncGenerator<Link, void, undefined> | undefined;
  #last: Link | undefined;

  constructor(file: Hdf5File, address: number) {
    this.#file = file;
    this.#address = address;
  }

  /** Looks at the link that was found last, then behind it, then at all. Undefined when there is none of the name. */
  async find(name: string): Promise<Link | undefined> {
    if (this.#last?.name === name) return this.#last;
    const isBegun = this.#links !== undefined;
    return (await this.#findBehind(name)) ?? (isBegun ? this.#findBehind(name) : undefined);
  }

  async #findBehind(name: string): Promise<Link | undefined> {
    this.#links ??= await this.#begin();
    for (let next = await this.#links.next(); !next.done; next = await this.#links.next()) {
      if (next.value.name !== name) continue;
      this.#last = next.value;
      return next.value;
    }
    this.#links = undefined;
    return undefined;
  }

  async #begin(): Promise<AsyncGenerator<Link, void, undefined>> {
    const messages = await readObjectHeader(this.#file, this.#address);
    return linksOf(this.#file, isGroup(messages) ? messages : []);
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function noObject(file: Hdf5File, path: string, reason: string): ArgumentError {
  return new ArgumentError(`'${file.name}' has no dataset '${path}': ${reason}`, { file: file.name, found: path });
}
