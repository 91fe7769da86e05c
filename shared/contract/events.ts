import type { RecentFile } from './app.js';
import type { CompareProgress, FormatsProgress } from './compare.js';
import type { FileFacts, FileId } from './files.js';
import type { DocumentId } from './inspect/document.js';
import type { TaskProgress } from './inspect/tasks.js';
import type { JobView, QueueView } from './jobs.js';
import type { ContractError } from './result.js';
import type { Settings } from './settings.js';

/** All events from host to window, by name. Frequent events are limited to 20 per second of each kind. */
export interface Events {
  /** Files to open from outside: double-click, command line, a second start of the program. */
  'files.opened': { readonly ids: readonly FileId[] };
  /** Found below a dropped folder. `done` comes once, last. */
  'files.found': {
    readonly folderId: FileId;
    readonly files: readonly FileFacts[];
    readonly foundCount: number;
    readonly foundBytes: number;
    readonly done: boolean;
  };
  /** Changed jobs, and the totals of the queue. */
  'jobs.changed': { readonly jobs: readonly JobView[]; readonly queue: Omit<QueueView, 'jobs'> };
  /** Jobs were added, removed or moved: request the list again. */
  'jobs.reordered': null;
  'recents.changed': { readonly recents: readonly RecentFile[] };
  'settings.changed': { readonly settings: Settings };
  /**
   * An open document has changed. `checks`: chunks were verified; `codecs`: more headers were read;
   * `walk`: more chunks were found of a container without offsets; `file`: it changed on disk or on the server; call `inspect.reload`.
   */
  'inspect.changed': {
    readonly document: DocumentId;
    readonly what: 'checks' | 'codecs' | 'walk' | 'file';
    /** 0 to 1; absent for `file`. */
    readonly done?: number;
  };
  /** More bytes of a document on a server have arrived; the sum since its address was opened. */
  'inspect.received': { readonly document: DocumentId; readonly receivedBytes: number };
  'inspect.task': TaskProgress;
  /** An `inspect.export` has ended with an error. The browser that saves it may not show why. */
  'inspect.export-failed': { readonly document: DocumentId; readonly error: ContractError };
  'compare.progress': CompareProgress;
  'compare.formats': FormatsProgress;
  /** A run was kept, renamed or removed: request the list again. */
  'compare.runs-changed': null;
  /** A command of the native menu. */
  'menu.command': { readonly command: string };
}

export type EventName = keyof Events;

export interface EventMessage<Name extends EventName = EventName> {
  readonly name: Name;
  readonly payload: Events[Name];
}
