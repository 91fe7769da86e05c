import { createHash } from 'node:crypto';
import { chmod, lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { IoError } from '../../../shared/format/errors.js';
import { type HeldLock, type LockHolder, takeLockFile } from '../../engine/io/file-lock.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { makePrivate, makePrivateFolder } from '../../engine/io/private-file.js';
import type { HostPorts } from '../host-ports.js';

/**
 * The data folders of one of possibly several servers. Settings belong to the user; recent files, comparisons and uploads
 * belong to the roots; a queue belongs to one server at a time.
 */
export interface ServerData
  extends Required<Pick<HostPorts, 'dataFolder' | 'settingsFolder' | 'queueFile' | 'inheritedQueueFiles'>> {
  /** Used only by this server. */
  readonly ownFolder: string;
  /** Another running server that holds the queue of these roots, so that this one uses a second queue. */
  readonly queueHeldBy?: LockHolder;
  release(): Promise<void>;
}

/** Opens the data of a server with these roots, and removes all access rights of other users. Throws IoError. */
export async function openServerData(folder: string, roots: readonly string[]): Promise<ServerData> {
  const key = await keyOf(roots);
  await makePrivateFolder(folder);
  await tightenOwn(folder);
  const dataFolder = join(folder, 'roots', key);
  await makePrivateFolder(dataFolder);
  const { own, free, heldBy } = await takeFirstFree(dataFolder);
  return {
    settingsFolder: folder,
    dataFolder,
    ownFolder: own.folder,
    queueFile: queueFileIn(own.folder),
    inheritedQueueFiles: free.map((place) => queueFileIn(place.folder)),
    ...(heldBy && { queueHeldBy: heldBy }),
    release: async () => {
      for (const { lock } of [own, ...free]) await lock.release();
    },
  };
}

/** The same key for the same folders, in any order and through any links. */
async function keyOf(roots: readonly string[]): Promise<string> {
  const real = await Promise.all(roots.map((root) => withIoErrors('read', root, () => realpath(root))));
  const text = [...new Set(real)].sort().join('\0');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function queueFileIn(folder: string): string {
  return join(folder, 'queue.json');
}

interface ServerPlace {
  readonly folder: string;
  readonly lock: HeldLock;
}

/** Takes the first folder that no running server holds; also returns those of ended servers, whose queues are taken over. */
async function takeFirstFree(dataFolder: string) {
  const entries = await readdir(dataFolder);
  const places = entries.filter((name) => /^server-\d+$/.test(name)).length;
  const free: ServerPlace[] = [];
  let heldBy: LockHolder | undefined;
  for (let number = 1; number <= places || free.length === 0; number++) {
    const folder = join(dataFolder, `server-${number}`);
    await makePrivateFolder(folder);
    const lock = await takeLockFile(join(folder, 'lock')).catch(withRemedy);
    if ('release' in lock) free.push({ folder, lock });
    else heldBy ??= lock;
  }
  const [own, ...others] = free;
  if (!own) throw new TypeError('no server folder was free');
  return { own, free: others, heldBy };
}

/** Home folders of clusters often are on such file systems. */
function withRemedy(error: unknown): never {
  if (!(error instanceof IoError) || error.code !== 'ENOLCK') throw error;
  const remedy = 'name a folder on a local disk in the environment variable BLOSCPACK_DATA';
  throw new IoError(error.code, `${error.message}; ${remedy}`, error.context, error);
}

/** Names that this program writes into its data folder; damaged files are kept as `<name>.damaged…`. */
const OWN_NAMES =
  /^(settings\.json|recents\.json|queue\.json|talk-2014\.json|deleted-outputs\.json|runs|uploads|sample|scratch|roots)(\.damaged.*)?$/;

/** The folder itself only if it contains nothing else: the user may have named a shared one. */
async function tightenOwn(folder: string): Promise<void> {
  const names = await withIoErrors('read', folder, () => readdir(folder));
  const own = names.filter((name) => OWN_NAMES.test(name));
  for (const name of own) await makePrivate(join(folder, name));
  const { uid, mode } = await lstat(folder);
  const isShared = own.length < names.length || (mode & STICKY) !== 0;
  if (!isShared && uid === process.getuid?.()) await chmod(folder, 0o700);
}

const STICKY = 0o1000;
