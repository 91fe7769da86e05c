import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { EventMessage } from '../../shared/contract/events.js';
import type { FileId } from '../../shared/contract/files.js';
import type { JobFile } from '../../shared/contract/jobs.js';
import type { Result } from '../../shared/contract/result.js';
import type { ByteAnswer } from '../../shared/contract/streams.js';
import { errorTransport } from '../../shared/errors/contract-error.js';
import { openRegularFile } from '../engine/io/file-reader.js';
import { makePrivateFolder } from '../engine/io/private-file.js';
import { withRoots } from '../engine/io/roots.js';
import { returnFreedMemory } from '../engine/native-library.js';
import type { InspectService } from '../inspect/service.js';
import { JobQueue } from '../jobs/queue/job-queue.js';
import { isEnded } from '../jobs/queue/job-state.js';
import { ThreadClient } from '../threads/thread-client.js';
import { openComparing } from './bench/open-comparing.js';
import { dispatchCall, dispatchStream } from './dispatch.js';
import { EventHub } from './events/event-hub.js';
import { QueueRelay } from './events/queue-relay.js';
import { displayFolder, FileRegistry } from './files/file-registry.js';
import { FolderScans } from './files/folder-scan.js';
import { sampleFolderOf, scratchFolderOf, uploadFolderOf } from './files/own-folders.js';
import { type Upload, UploadStore } from './files/upload-store.js';
import type { HostContext } from './host-context.js';
import type { HostPorts } from './host-ports.js';
import { Inspection } from './inspection.js';
import { RecentsStore } from './stores/recents-store.js';
import { SettingsStore } from './stores/settings-store.js';

/** Who calls. */
export interface Caller {
  readonly kind: 'electron' | 'web' | 'memory';
}

/** An upload as the page may know it. */
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

/** Everything behind the window, whatever carries its calls. */
export interface Host {
  /** Checks the request and does what is asked. Never rejects: failures are in the answer. */
  dispatch(caller: Caller, name: string, request: unknown): Promise<Result<unknown>>;
  /**
   * Answers in bytes; settles when the first of them are there. Never rejects. Reading sets the pace, and leaving the body or
   * aborting stops the work; what fails behind the first bytes is thrown by the body.
   */
  stream(caller: Caller, name: string, request: unknown, signal: AbortSignal): Promise<Result<ByteAnswer>>;
  /** Hands over every event from now on; answers how to stop. */
  subscribe(listener: (event: EventMessage) => void): () => void;
  /**
   * The only way in for paths: each gets an opaque id. `relativeFolder` is their place below a folder that was dropped.
   * Throws ContractFailure('forbidden') for a path outside the roots.
   */
  admitPaths(paths: readonly string[], relativeFolder?: string): readonly FileId[];
  /** Shows files in the window; those that come before there is a listener go to the first one. */
  openPaths(paths: readonly string[]): void;
  /** Takes a file from the page: its id, once it is whole. Throws CallError and IoError; then nothing of it stays. */
  storeUpload(upload: Upload, relativeFolder?: string): Promise<FileId>;
  /** The uploads that there are. */
  uploads(): readonly UploadView[];
  /** Deletes an upload; false for what is none. */
  removeUpload(id: FileId): Promise<boolean>;
  /** For downloads: checked on what was opened. The handle is the caller's. Throws CallError and IoError as `inspect.open` does. */
  openFile(id: FileId): Promise<OpenedFile>;
  /** For drag-out; never for the window. Undefined for an unknown id or a file that is out of bounds now. */
  pathOf(id: FileId): string | undefined;
  readonly activeJobs: number;
  /** The end of the program: jobs are cancelled, or finished first; threads end and everything is on disk. */
  close(how: 'cancel' | 'finish'): Promise<void>;
}

/**
 * Opens the stores and the queue in the data folder. Throws IoError when the folder or a root cannot be used, and CodecError
 * when the native add-on cannot be loaded.
 */
export async function createHost(ports: HostPorts): Promise<Host> {
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
    dispatch: (_caller, name, request) => withRoots(roots, () => dispatchCall(context, name, request)),
    stream: (_caller, name, request, signal) => withRoots(roots, () => dispatchStream(context, name, request, signal)),
    subscribe(listener) {
      const unsubscribe = events.subscribe(listener);
      if (unopened.length > 0) events.emit('files.opened', { ids: unopened });
      unopened = [];
      return unsubscribe;
    },
    admitPaths: (paths, relativeFolder) => paths.map((path) => registry.admitDropped(path, relativeFolder)),
    openPaths(paths) {
      const ids = paths.filter((path) => registry.allows(path)).map((path) => registry.admitDropped(path));
      if (events.isHeard) events.emit('files.opened', { ids });
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
      await context.inspection.close();
      await context.scans.close();
      await uploads.close(unfinishedSources(context));
      await Promise.all([context.settings.settled(), context.recents.settled()]);
    },
  };
}

/** The files that may be used: those below the roots, and those in folders of the host's own. */
async function openRegistry({ dataFolder, roots }: HostPorts): Promise<FileRegistry> {
  const ownFolders = [sampleFolderOf(dataFolder), uploadFolderOf(dataFolder), scratchFolderOf(dataFolder)];
  for (const folder of ownFolders) await makePrivateFolder(folder);
  return FileRegistry.open(roots && [...roots, ...ownFolders]);
}

/** The paths of files that jobs still need. */
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
  const queue = await openQueue(ports, registry, settings);
  return {
    ports,
    roots,
    clock,
    registry,
    events,
    settings,
    recents: await RecentsStore.open(dataFolder, registry, clock),
    scans: new FolderScans(registry, events),
    inspection: openInspection(ports, registry, events),
    queue,
    ...openComparing({ ports, registry, events, queue, clock }),
  };
}

/** Of the inspector's thread. Buffers are not counted. */
const INSPECT_LIMITS = {
  maxOldGenerationSizeMb: 512,
  // Little room for what is new makes V8 collect garbage sooner: buffers go with it, some 40 MiB in all.
  maxYoungGenerationSizeMb: 8,
};

function openInspection({ inspectFile, nativeFile }: HostPorts, registry: FileRegistry, events: EventHub): Inspection {
  const { roots } = registry;
  const thread = new ThreadClient<InspectService>(
    {
      name: "inspector's",
      files: { workerFile: inspectFile, ...(nativeFile !== undefined && { nativeFile }), ...(roots && { roots }) },
      errors: errorTransport,
      resourceLimits: INSPECT_LIMITS,
      endWithinMs: 5000,
    },
    ({ name, payload }) => events.emit(name, payload),
  );
  return new Inspection(thread, registry);
}

function openQueue(ports: HostPorts, registry: FileRegistry, settings: SettingsStore): Promise<JobQueue> {
  const { dataFolder, workerFile, nativeFile, shell, clock } = ports;
  return JobQueue.open({
    queueFile: ports.queueFile ?? join(dataFolder, 'queue.json'),
    ...(ports.inheritedQueueFiles && { inheritedQueueFiles: ports.inheritedQueueFiles }),
    ...(registry.roots && { roots: registry.roots }),
    workerFile,
    ...(nativeFile !== undefined && { nativeFile }),
    ...(shell && { trash: (path: string) => shell.trash(path) }),
    ...(clock && { clock }),
    settings: () => settings.current,
    fileOf: (path) => jobFileOf(registry, path),
  });
}

/** Names no file: for files of an earlier run that had other roots. */
const NO_ID: FileId = 'out-of-bounds';

function jobFileOf(registry: FileRegistry, path: string): JobFile {
  const id = registry.admitAllowed(path) ?? NO_ID;
  return { id, name: basename(path), folder: displayFolder(dirname(path)) };
}
