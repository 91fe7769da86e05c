import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { grouped } from '../../../shared/compare/words.js';
import type { RecentFile } from '../../../shared/contract/app.js';
import type { FileId } from '../../../shared/contract/files.js';
import { isRemoteAddress } from '../../remote/remote-address.js';
import { mapConcurrently } from '../concurrency.js';
import { shownAddress } from '../files/address-registry.js';
import { displayFolder, type FileRegistry } from '../files/file-registry.js';
import type { CalendarClock } from '../host-ports.js';
import { JsonFile } from './json-file.js';

const VERSION = 1;
/** Most files besides pinned ones. */
export const MAX_RECENTS = 15;
const FILES_AT_ONCE = 16;

const recent = z.strictObject({
  /** Of a file on a server the address, without secrets. */
  path: z.string().min(1),
  kind: z.enum(['npy', 'npz', 'container', 'raw', 'hdf5', 'zarr', 'parquet', 'arrow', 'bcolz']),
  sizeBytes: z.number().min(0),
  array: z.string().optional(),
  ratio: z.number().positive().optional(),
  lastAction: z.enum(['compress', 'decompress', 'inspect', 'compare']),
  lastCheck: z.enum(['verified', 'damaged', 'none']),
  usedMs: z.number(),
  pinned: z.boolean(),
});
type Recent = z.infer<typeof recent>;

const stored = z.strictObject({ version: z.literal(VERSION), recents: z.array(recent).max(1000) });

type RecentPlace = Pick<RecentFile, 'id' | 'name' | 'folder' | 'address' | 'missing'>;

/** A file that was just used. Without `lastCheck` it was not checked, and its previous check is kept. */
export type UsedFile = Omit<Recent, 'usedMs' | 'pinned' | 'lastCheck'> & Partial<Pick<Recent, 'lastCheck'>>;

/** An array as the list shows it: `float64, 1,000 × 64`. */
export function arrayWords({ dtype, shape }: { readonly dtype: string; readonly shape: readonly number[] }): string {
  return `${dtype}, ${shape.map(grouped).join(' × ') || 'scalar'}`;
}

/** The most recently used files, stored in `recents.json`: fifteen, and all pinned ones. */
export class RecentsStore {
  readonly #file: JsonFile<readonly Recent[]>;
  readonly #registry: FileRegistry;
  readonly #clock: CalendarClock;
  #recents: readonly Recent[];

  private constructor(
    file: JsonFile<readonly Recent[]>,
    registry: FileRegistry,
    clock: CalendarClock,
    found: readonly Recent[],
  ) {
    this.#file = file;
    this.#registry = registry;
    this.#clock = clock;
    this.#recents = found;
  }

  static async open(dataFolder: string, registry: FileRegistry, clock: CalendarClock): Promise<RecentsStore> {
    const file = new JsonFile(join(dataFolder, 'recents.json'), (value) => stored.parse(value).recents, clock);
    return new RecentsStore(file, registry, clock, (await file.read()) ?? []);
  }

  /** Says that the list begins anew, and where the damaged file is. */
  get notice(): string | undefined {
    const { keptAs } = this.#file;
    return (
      keptAs && `The recent files could not be read, so that the list is empty. The damaged file was kept as ${keptAs}.`
    );
  }

  /** The latest first, pinned ones before the others. Files that are now outside the roots are left out; addresses are in none. */
  list(): Promise<RecentFile[]> {
    const allowed = this.#recents.filter(({ path }) => isRemoteAddress(path) || this.#registry.allows(path));
    return mapConcurrently(allowed, FILES_AT_ONCE, (entry) => this.#view(entry));
  }

  /** Files in the order in which they were used, each once. */
  async add(...used: readonly UsedFile[]): Promise<void> {
    const before = new Map(this.#recents.map((entry) => [entry.path, entry]));
    const usedMs = this.#clock();
    const added = used.toReversed().map((file): Recent => {
      const { lastCheck = 'none', pinned = false } = before.get(file.path) ?? {};
      before.delete(file.path);
      return { lastCheck, ...file, usedMs, pinned };
    });
    await this.#replace([...added, ...before.values()]);
  }

  async pin(id: FileId, pinned: boolean): Promise<void> {
    const wanted = this.#registry.nameOf(id);
    await this.#replace(this.#recents.map((entry) => (entry.path === wanted ? { ...entry, pinned } : entry)));
  }

  async remove(id: FileId): Promise<void> {
    const unwanted = this.#registry.nameOf(id);
    await this.#replace(this.#recents.filter(({ path }) => path !== unwanted));
  }

  /** Removes all that are not pinned. */
  async clear(): Promise<void> {
    await this.#replace(this.#recents.filter(({ pinned }) => pinned));
  }

  settled(): Promise<void> {
    return this.#file.settled();
  }

  async #view({ path, ...entry }: Recent): Promise<RecentFile> {
    const { array, ratio, ...facts } = entry;
    return {
      ...facts,
      ...(isRemoteAddress(path) ? this.#remotePlace(path) : await this.#place(path)),
      ...(array !== undefined && { array }),
      ...(ratio !== undefined && { ratio }),
    };
  }

  async #place(path: string): Promise<RecentPlace> {
    const there = await stat(path).catch(() => undefined);
    const id = this.#registry.admit(path);
    return { id, name: basename(path), folder: displayFolder(dirname(path)), missing: !there?.isFile() };
  }

  /** No server is asked whether the file is still there. */
  #remotePlace(address: string): RecentPlace {
    return { id: this.#registry.addresses.admit(address), ...shownAddress(address), missing: false };
  }

  async #replace(recents: readonly Recent[]): Promise<void> {
    const latestFirst = recents.toSorted((one, other) => other.usedMs - one.usedMs);
    const pinned = latestFirst.filter((entry) => entry.pinned);
    const others = latestFirst.filter((entry) => !entry.pinned).slice(0, MAX_RECENTS);
    this.#recents = [...pinned, ...others];
    await this.#file.write({ version: VERSION, recents: this.#recents });
  }
}
