import type { RecentFile } from './app.js';
import type { CompareProgress, FormatsProgress } from './compare.js';
import type { FileFacts, FileId } from './files.js';
import type { DocumentId } from './inspect/document.js';
import type { TaskProgress } from './inspect/tasks.js';
import type { JobView, QueueView } from './jobs.js';
import type { Settings } from './settings.js';

/** What the host tells the window unasked: one map of names and payloads. At most 20 a second of each kind that can be many. */
export interface Events {
  /** Files came from outside: double-click, command line, a second start of the program. */
  'files.opened': { readonly ids: readonly FileId[] };
  /** Found below a dropped folder. `done` comes once, last. */
  'files.found': {
    readonly folderId: FileId;
    readonly files: readonly FileFacts[];
    readonly foundCount: number;
    readonly foundBytes: number;
    readonly done: boolean;
  };
  /** Jobs that changed, and the sums. */
  'jobs.changed': { readonly jobs: readonly JobView[]; readonly queue: Omit<QueueView, 'jobs'> };
  /** Jobs came or went, or changed places: ask for the list again. */
  'jobs.reordered': null;
  'recents.changed': { readonly recents: readonly RecentFile[] };
  'settings.changed': { readonly settings: Settings };
  /**
   * Something about an open document is other than it was. `checks`: chunks were verified; `codecs`: more headers were read;
   * `walk`: more chunks were found of a container without offsets; `file`: it changed on disk and wants `inspect.reload`.
   */
  'inspect.changed': {
    readonly document: DocumentId;
    readonly what: 'checks' | 'codecs' | 'walk' | 'file';
    /** 0 to 1; absent for `file`. */
    readonly done?: number;
  };
  'inspect.task': TaskProgress;
  'compare.progress': CompareProgress;
  'compare.formats': FormatsProgress;
  /** A run was kept, renamed or removed: ask for the list again. */
  'compare.runs-changed': null;
  /** A command of the native menu. */
  'menu.command': { readonly command: string };
}

export type EventName = keyof Events;

export interface EventMessage<Name extends EventName = EventName> {
  readonly name: Name;
  readonly payload: Events[Name];
}
