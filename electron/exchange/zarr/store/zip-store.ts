import { ZipArchive, type ZipMember } from '../../../engine/arrays/zip-archive.js';
import { memoryReader } from '../../../engine/io/memory-reader.js';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import { temporaryCopy } from '../../../engine/io/temporary-copy.js';
import { below, MAX_GROUP_DEPTH, type StoreFolder, type ValuePiece, type ValuePlace, type ZarrStore } from './store.js';

/** Larger members are copied to a temporary file. */
const MAX_MEMORY_BYTES = 64 * 2 ** 20;

/** A zip archive with a member for each value. Of members of one name the last one counts, as for zarr. */
export class ZipStore implements ZarrStore {
  readonly #archive: ZipArchive;
  readonly #members: ReadonlyMap<string, ZipMember>;
  /** By the folder that they are in. */
  readonly #folders: ReadonlyMap<string, ReadonlySet<string>>;

  private constructor(archive: ZipArchive) {
    this.#archive = archive;
    this.#members = new Map(archive.members.map((member) => [member.fileName, member]));
    this.#folders = foldersOf(this.#members.keys());
  }

  /** Throws FormatError for a damaged archive, IoError when it cannot be read. */
  static async open(path: string): Promise<ZipStore> {
    return new ZipStore(await ZipArchive.open(path));
  }

  get name(): string {
    return this.#archive.name;
  }

  async open(key: string): Promise<RandomReader | undefined> {
    const member = this.#members.get(key);
    if (!member) return undefined;
    const name = `${this.name}:${key}`;
    if (member.sizeBytes > MAX_MEMORY_BYTES) return temporaryCopy(this.#archive.read(member), name);
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#archive.read(member)) pieces.push(piece);
    return memoryReader(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces), name);
  }

  async place(key: string): Promise<ValuePlace | undefined> {
    const member = this.#members.get(key);
    const range = member && (await this.#archive.place(member));
    if (!member || !range) return undefined;
    const crc32 = Buffer.alloc(4);
    crc32.writeUInt32LE(member.crc32);
    return { ...range, crc32 };
  }

  async piece(key: string): Promise<ValuePiece | undefined> {
    const member = this.#members.get(key);
    const positionBytes = member && (await this.#archive.positionOf(member));
    return member && positionBytes !== undefined ? { positionBytes, lengthBytes: member.storedBytes } : undefined;
  }

  async *folders(key: string): AsyncGenerator<StoreFolder, void, undefined> {
    for (const name of [...(this.#folders.get(key) ?? [])].sort()) yield { name, isLink: false };
  }

  requireUnchanged(): Promise<void> {
    return this.#archive.requireUnchanged();
  }

  close(): Promise<void> {
    return this.#archive.close();
  }
}

function foldersOf(keys: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const key of keys) {
    const parts = key.split('/').slice(0, -1).slice(0, MAX_GROUP_DEPTH);
    for (let parent = ''; parts.length > 0; ) {
      const name = parts.shift() ?? '';
      const names = folders.get(parent) ?? new Set();
      folders.set(parent, names.add(name));
      parent = below(parent, name);
    }
  }
  return folders;
}
