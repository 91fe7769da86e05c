import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileId } from '../../../shared/contract/files.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { isInside, type Roots } from '../../engine/io/roots.js';
import type { JobSpec } from '../../jobs/queue/job-spec.js';
import { AddressRegistry } from './address-registry.js';
import { DescribedFiles } from './described-files.js';

const ID_BYTES = 15;

/** A file that the window may use. */
interface Entry {
  readonly path: string;
  /** Its folder below the one that was dropped, with `/` between parts. */
  relativeFolder: string | undefined;
}

/**
 * The only place that maps ids to paths. Ids are random, the same for the same path, and valid until the host ends.
 * With roots, a path is judged by its real place: symbolic links are resolved when it is admitted and each time it is
 * used, so that a link that was changed in between is refused.
 */
export class FileRegistry {
  /** Absolute and without links. */
  readonly roots: Roots;
  /** Files on servers, which have ids and no paths. */
  readonly addresses = new AddressRegistry();
  readonly described = new DescribedFiles();
  readonly #entries = new Map<FileId, Entry>();
  readonly #ids = new Map<string, FileId>();

  private constructor(roots: Roots) {
    this.roots = roots;
  }

  /** Undefined admits any path. Throws IoError for a root that does not exist. */
  static async open(roots: readonly string[] | undefined): Promise<FileRegistry> {
    const real = roots?.map((root) => withIoErrors('read', root, () => realpath(root)));
    return new FileRegistry(real && (await Promise.all(real)));
  }

  /** The id of an absolute path. Throws CallError('forbidden') outside the roots. */
  admit(path: string): FileId {
    const known = this.#ids.get(path);
    if (known !== undefined) return known;
    if (!isPath(path)) throw refusal('forbidden', 'The path of a file must be absolute.');
    const plain = resolve(path);
    const id = this.#ids.get(plain) ?? randomBytes(ID_BYTES).toString('base64url');
    this.#requireInside(plain);
    this.#ids.set(plain, id);
    if (!this.#entries.has(id)) this.#entries.set(id, { path: plain, relativeFolder: undefined });
    return id;
  }

  /** As `admit`, but undefined outside the roots, and for what is no path. Cheap for paths that are known already. */
  admitAllowed(path: string): FileId | undefined {
    return this.#ids.get(path) ?? (isPath(path) && this.allows(path) ? this.admit(path) : undefined);
  }

  /** As `admit`, for a dropped file: stores its place below the dropped folder, if it was in one. */
  admitDropped(path: string, relativeFolder?: string): FileId {
    if (relativeFolder !== undefined) requireRelative(relativeFolder);
    const id = this.admit(path);
    const entry = this.#entries.get(id);
    if (entry) entry.relativeFolder = relativeFolder || undefined;
    return id;
  }

  /**
   * The path of an id. Throws CallError: 'gone' for an unknown id, 'forbidden' for a link that now leads outside, 'argument' for a file
   * on a server.
   */
  path(id: FileId): string {
    const entry = this.#entries.get(id);
    if (this.addresses.find(id)) {
      throw refusal(
        'argument',
        'This file is on a server, where it can only be read.',
        'Download the file and use the copy.',
      );
    }
    if (!entry) {
      throw refusal('gone', 'This file is no longer known.', 'Choose or drop the file again.');
    }
    this.#requireInside(entry.path);
    return entry.path;
  }

  /** The path of an id, or for a file on a server the name that stands for its address. Throws as `path`. */
  nameOf(id: FileId): string {
    return this.addresses.find(id)?.name ?? this.path(id);
  }

  /** What a job reads. Throws as `path`. */
  sourceOf(id: FileId): Pick<JobSpec, 'sourcePath' | 'address'> {
    const sourcePath = this.nameOf(id);
    const remote = this.addresses.find(id);
    if (!remote) return { sourcePath };
    return { sourcePath, address: remote.address === sourcePath ? 'whole' : 'without-secrets' };
  }

  /** As `path`, but undefined if that throws. */
  find(id: FileId): string | undefined {
    const entry = this.#entries.get(id);
    return entry && this.allows(entry.path) ? entry.path : undefined;
  }

  relativeFolder(id: FileId): string | undefined {
    return this.#entries.get(id)?.relativeFolder;
  }

  /** Whether the real path is below a root. */
  allows(path: string): boolean {
    if (!this.roots) return true;
    const real = realPathOf(path);
    return this.roots.some((root) => isInside(root, real));
  }

  #requireInside(path: string): void {
    if (this.allows(path)) return;
    throw refusal(
      'forbidden',
      `'${basename(path)}' is outside the folders that this host may use.`,
      'Start the host with `--root` for the folder that the file is in.',
    );
  }
}

/** Resolves links. For a file that does not exist yet, those of its nearest existing folder. */
function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPathOf(folder), basename(path));
  }
}

function requireRelative(folder: string): void {
  const isSafe = !isAbsolute(folder) && !/[\\\0]/.test(folder) && !folder.split('/').includes('..');
  if (!isSafe) throw refusal('forbidden', 'A folder below the dropped one cannot lead out of it.');
}

/** A folder as it is displayed: `~/data/stations`. */
export function displayFolder(folder: string): string {
  const home = homedir();
  if (folder === home) return '~';
  return isInside(home, folder) ? `~${sep}${relative(home, folder)}` : folder;
}

function isPath(path: string): boolean {
  return isAbsolute(path) && !path.includes('\0');
}
