import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { EventMessage } from '../../shared/contract/events.js';
import type { FileId } from '../../shared/contract/files.js';
import type { JobFile } from '../../shared/contract/jobs.js';
import { errorTransport } from '../../shared/errors/contract-error.js';
import { openRegularFile } from '../engine/io/file-reader.js';
import { makePrivateFolder } from '../engine/io/private-file.js';
import { keepRawNames } from '../engine/io/raw-names.js';
import { withRoots } from '../engine/io/roots.js';
import { returnFreedMemory } from '../engine/native-library.js';
import type { InspectService } from '../inspect/inspect-service.js';
import { JobQueue } from '../jobs/queue/job-queue.js';
import { isEnded } from '../jobs/queue/job-state.js';
import { isRemoteAddress } from '../remote/remote-address.js';
import { ThreadClient } from '../threads/thread-client.js';
import { openComparing } from './bench/open-comparing.js';
import { createDispatcher, type Dispatcher } from './dispatch.js';
import { EventHub } from './events/event-hub.js';
import { QueueRelay } from './events/queue-relay.js';
import { shownAddress } from './files/address-registry.js';
import { DeletedOutputs } from './files/deleted-outputs.js';
import { displayFolder, FileRegistry } from './files/file-registry.js';
import { FolderScans } from './files/folder-scan.js';
import { sampleFolderOf, scratchFolderOf, uploadFolderOf } from './files/own-folders.js';
import { type Upload, UploadStore } from './files/upload-store.js';
import type { HostContext } from './host-context.js';
import type { HostPorts } from './host-ports.js';
import { RecentsStore } from './stores/recents-store.js';
import { SettingsStore } from './stores/settings-store.js';

/** An upload as the page gets it: without its path. */
export interface UploadView {
  readonly id: FileId;
  readonly name: string;
  readonly sizeBytes: number;
}

/** A file that is open for reading. */
export interface OpenedFile {
  readonly handle: FileHandle;
  readonly name: string;
  readonly sizeBytes: number;
}

/** The program behind the window, independent of the transport of its calls. */
export interface Host extends Dispatcher {
  /** Sends every event from now on to the listener; returns the function that unsubscribes. */
  subscribe(listener: (event: EventMessage) => void): () => void;
  /**
   * The only way to pass paths to the host: each gets an opaque id. `relativeFolder` is their place below a dropped folder.
   * Throws ContractFailure('forbidden') for a path outside the roots.
   */
  admitPaths(paths: readonly string[], relativeFolder?: string): readonly FileId[];
  /** Opens files in the window; if there is no listener yet, they are sent to the first one. */
  openPaths(paths: readonly string[]): void;
  /**
   * Stores a file that the page sends; resolves to its id when it is complete. On CallError and IoError it is deleted, on a broken
   * connection kept if it can be resumed.
   */
  storeUpload(upload: Upload, relativeFolder?: string): Promise<FileId>;
  /** How many bytes of an upload that can be resumed have arrived. */
  receivedOfUpload(key: string): Promise<number>;
  /** Deletes what has arrived of it. */
  giveUpUpload(key: string): Promise<void>;
  /** Lists the uploads. */
  uploads(): readonly UploadView[];
  /** Deletes an upload; false if the id is not an upload. */
  removeUpload(id: FileId): Promise<boolean>;
  /** Opens a file for a download; the caller closes the handle. Throws CallError and IoError as `inspect.open` does. */
  openFile(id: FileId): Promise<OpenedFile>;
  /** For drag-out; never for the window. Undefined for an unknown id or a file that is now outside the roots. */
  pathOf(id: FileId): string | undefined;
  readonly activeJobs: number;
  /** Cancels or finishes the jobs, ends the threads and stores everything. */
  close(how: 'cancel' | 'finish'): Promise<void>;
}

/**
 * Opens the stores and the queue in the data folder. Throws IoError when the folder or a root cannot be used, and CodecError
 * when the native add-on cannot be loaded.
 */
export async function createHost(ports: HostPorts): Promise<Host> {
  keepRawNames();
  returnFreedMemory();
  const registry = await openRegistry(ports);
  const { roots } = registry;
  const context = await withRoots(roots, () => openContext(ports, registry));
  const relay = new QueueRelay(context);
  const { events, queue } = context;
  const uploads = new UploadStore(uploadFolderOf(ports.dataFolder));
  await uploads.removeOld(unfinishedSources(context), context.clock());
  let unopened: readonly FileId[] = [];
  return {
    ...createDispatcher(context),
    subscribe(listener) {
      const unsubscribe = events.subscribe(listener);
      if (unopened.length > 0) events.emit('files.opened', { ids: unopened });
      unopened = [];
      return unsubscribe;
    },
    admitPaths: (paths, relativeFolder) => paths.map((path) => registry.admitDropped(path, relativeFolder)),
    openPaths(paths) {
      const ids = paths.filter((path) => registry.allows(path)).map((path) => registry.admitDropped(path));
      if (events.hasListeners) events.emit('files.opened', { ids });
      else unopened = [...unopened, ...ids];
    },
    async storeUpload(upload, relativeFolder) {
      const path = await uploads.store(upload);
      try {
        return registry.admitDropped(path, relativeFolder);
      } catch (error) {
        await uploads.remove(path);
        throw error;
      }
    },
    receivedOfUpload: (key) => uploads.received(key),
    giveUpUpload: (key) => uploads.giveUp(key),
    uploads: () => uploads.list.map(({ path, name, sizeBytes }) => ({ id: registry.admit(path), name, sizeBytes })),
    removeUpload: async (id) => uploads.remove(registry.find(id) ?? ''),
    openFile: (id) =>
      withRoots(roots, async () => {
        const path = registry.path(id);
        return { ...(await openRegularFile(path)), name: basename(path) };
      }),
    pathOf: (id) => registry.find(id),
    get activeJobs() {
      return queue.activeJobs;
    },
    async close(how) {
      await queue.close(how);
      await relay.close();
      await context.comparisons.close();
      await context.formats.close();
      await context.inspector.end();
      await context.scans.close();
      await uploads.close(unfinishedSources(context));
      await withRoots(roots, async () => context.deletedOutputs?.close());
      await Promise.all([context.settings.settled(), context.recents.settled()]);
    },
  };
}

/** The registry of files that may be used: those below the roots and in the host's own folders. */
async function openRegistry({ dataFolder, roots }: HostPorts): Promise<FileRegistry> {
  const ownFolders = [sampleFolderOf(dataFolder), uploadFolderOf(dataFolder), scratchFolderOf(dataFolder)];
  for (const folder of ownFolders) await makePrivateFolder(folder);
  return FileRegistry.open(roots && [...roots, ...ownFolders]);
}

/** The paths of files that unfinished jobs need. */
function unfinishedSources({ queue, registry }: Pick<HostContext, 'queue' | 'registry'>): ReadonlySet<string> {
  const unfinished = queue.view().jobs.filter(({ state }) => !isEnded(state));
  return new Set(unfinished.flatMap(({ source }) => registry.find(source.id) ?? []));
}

async function openContext(ports: HostPorts, registry: FileRegistry): Promise<HostContext> {
  const { dataFolder } = ports;
  const clock = ports.clock ?? Date.now;
  const roots = ports.roots?.map((root) => resolve(root));
  const settings = await SettingsStore.open(ports.settingsFolder ?? dataFolder, clock);
  const events = new EventHub();
  const deletedOutputs = ports.shell ? undefined : await DeletedOutputs.open(dataFolder, clock);
  const queue = await openQueue(ports, registry, settings, deletedOutputs);
  const inspector = openInspector(ports, registry, events);
  return {
    ports,
    roots,
    clock,
    registry,
    events,
    settings,
    recents: await RecentsStore.open(dataFolder, registry, clock),
    scans: new FolderScans({ ports, inspector, registry }, events),
    inspector,
    queue,
    deletedOutputs,
    ...openComparing({ ports, registry, events, queue, clock }),
  };
}

/** Memory of the inspector's thread, without buffers. */
const INSPECT_LIMITS = {
  maxOldGenerationSizeMb: 512,
  // A small young generation makes V8 collect garbage sooner, buffers included: about 40 MiB less in all.
  maxYoungGenerationSizeMb: 8,
};

function openInspector(
  { inspectFile, nativeFile }: HostPorts,
  { roots }: FileRegistry,
  events: EventHub,
): ThreadClient<InspectService> {
  return new ThreadClient<InspectService>(
    {
      name: "inspector's",
      files: { workerFile: inspectFile, ...(nativeFile !== undefined && { nativeFile }), ...(roots && { roots }) },
      errors: errorTransport,
      resourceLimits: INSPECT_LIMITS,
      endWithinMs: 5000,
    },
    ({ name, payload }) => events.emit(name, payload),
  );
}

function openQueue(
  ports: HostPorts,
  registry: FileRegistry,
  settings: SettingsStore,
  deletedOutputs: DeletedOutputs | undefined,
): Promise<JobQueue> {
  const { dataFolder, workerFile, nativeFile, shell, clock, allowsPrivateAddresses } = ports;
  return JobQueue.open({
    queueFile: ports.queueFile ?? join(dataFolder, 'queue.json'),
    ...(ports.inheritedQueueFiles && { inheritedQueueFiles: ports.inheritedQueueFiles }),
    ...(registry.roots && { roots: registry.roots }),
    workerFile,
    ...(nativeFile !== undefined && { nativeFile }),
    ...(shell && { trash: (path: string) => shell.trash(path) }),
    ...(deletedOutputs && { deletedOutputs }),
    ...(clock && { clock }),
    settings: () => settings.current,
    fileOf: (path) => jobFileOf(registry, path),
    addressOf: (name) => registry.addresses.addressOf(name),
    ...(allowsPrivateAddresses && { allowsPrivateAddresses }),
  });
}

/** The id of files of an earlier run with other roots: no file has it. */
const NO_ID: FileId = 'out-of-bounds';

function jobFileOf(registry: FileRegistry, path: string): JobFile {
  if (isRemoteAddress(path)) {
    return { id: registry.addresses.idOfName(path) ?? NO_ID, ...shownAddress(path) };
  }
  const id = registry.admitAllowed(path) ?? NO_ID;
  return { id, name: basename(path), folder: displayFolder(dirname(path)) };
}
