import type { BatchResult } from '../jobs/queue/change-feed.js';

/** Returns the time of day in milliseconds since 1970. */
export type CalendarClock = () => number;

/** What a dialog lets the user choose. */
export type ChooseWhat = 'files' | 'folder' | 'output-folder';

/** The system's file dialogs. Returns paths; none when the dialog was dismissed. */
export interface Dialogs {
  choose(what: ChooseWhat, defaultFolder?: string): Promise<readonly string[]>;
}

/** The system's file manager. */
export interface Shell {
  reveal(path: string): void;
  trash(path: string): Promise<void>;
}

export type ProgressState = 'normal' | 'paused' | 'error';

/** Notifications outside the window. All are best effort and must not throw. */
export interface Notifier {
  batchFinished(summary: BatchResult): void;
  /** `fraction` is 0..1, or undefined when nothing runs. */
  progress(fraction: number | undefined, state: ProgressState): void;
  /** Keeps the machine from sleeping while `on`. */
  keepAwake(on: boolean): void;
}

/** What the surrounding program (Electron's main process, the web server, a test) provides to the host. */
export interface HostPorts {
  /** The folder of settings, recents, queue, uploads and sample; created if missing. */
  readonly dataFolder: string;
  /** The folder of the settings, if not `dataFolder`. */
  readonly settingsFolder?: string;
  /** The file of the queue, if not in `dataFolder`. */
  readonly queueFile?: string;
  /** Queue files of servers that have ended, which this one takes over. */
  readonly inheritedQueueFiles?: readonly string[];
  readonly version: string;
  readonly hostKind: 'electron' | 'web';
  /** The bundle of the worker threads. */
  readonly workerFile: string;
  /** The bundle of the inspector's thread, which starts when the first document is opened. */
  readonly inspectFile: string;
  /** The bundles that compare codecs and formats; each starts at its first use. */
  readonly compareFile: string;
  readonly contendersFile: string;
  /** The native add-on, if not beside the bundles. */
  readonly nativeFile?: string;
  /** Only files below these folders, and in the host's own, may be used; if undefined, any file. */
  readonly roots?: readonly string[];
  /** Whether servers on this machine and in private networks may be asked for a file. Default: they are refused. */
  readonly allowsPrivateAddresses?: boolean;
  readonly dialogs?: Dialogs;
  readonly shell?: Shell;
  readonly notifier?: Notifier;
  /** Milliseconds since 1970. */
  readonly clock?: CalendarClock;
}
