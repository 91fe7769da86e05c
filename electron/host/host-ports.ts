import type { BatchResult } from '../jobs/queue/change-feed.js';
import type { CalendarClock } from './clock.js';

/** What the dialogs can be asked to choose. */
export type ChooseWhat = 'files' | 'folder' | 'output-folder';

/** The system's file dialogs. Answers paths; none when the dialog was dismissed. */
export interface Dialogs {
  choose(what: ChooseWhat, defaultFolder?: string): Promise<readonly string[]>;
}

/** The system's file manager. */
export interface Shell {
  reveal(path: string): void;
  trash(path: string): Promise<void>;
}

export type ProgressState = 'normal' | 'paused' | 'error';

/** Ways to tell the user what goes on when nobody looks at the window. All are best effort and must not throw. */
export interface Notifier {
  batchFinished(summary: BatchResult): void;
  /** `fraction` is 0..1, or undefined when nothing runs. */
  progress(fraction: number | undefined, state: ProgressState): void;
  /** Keeps the machine from sleeping while `on`. */
  keepAwake(on: boolean): void;
}

/** Everything that a host takes from the program it lives in: Electron's main process, the web server, or a test. */
export interface HostPorts {
  /** Where settings, recents, the queue, uploads and the sample are kept; made where it is missing. */
  readonly dataFolder: string;
  /** Where the settings are kept, when that is elsewhere. */
  readonly settingsFolder?: string;
  /** Where the queue is kept, when that is elsewhere. */
  readonly queueFile?: string;
  /** Queues that ended programs left, to be taken over by this one. */
  readonly inheritedQueueFiles?: readonly string[];
  readonly version: string;
  readonly hostKind: 'electron' | 'web';
  /** The bundle that a worker thread runs. */
  readonly workerFile: string;
  /** The bundle that the inspector's thread runs; it is started when the first document is opened. */
  readonly inspectFile: string;
  /** The bundles that compare codecs and formats; each is started when it is first asked. */
  readonly compareFile: string;
  readonly contendersFile: string;
  /** The native add-on, where it is not beside the bundles. */
  readonly nativeFile?: string;
  /** Only files below one of these folders may be named; without, any may. The host's own folders always may. */
  readonly roots?: readonly string[];
  readonly dialogs?: Dialogs;
  readonly shell?: Shell;
  readonly notifier?: Notifier;
  /** Milliseconds since 1970. */
  readonly clock?: CalendarClock;
}
