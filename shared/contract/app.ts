import type { Action, FileId } from './files.js';

/** What the window needs to know of its host before it shows anything. */
export interface AppInfo {
  readonly version: string;
  /** `web`: files are on the machine that serves, and dialogs, reveal and drag-out are replaced by browser and download. */
  readonly host: 'electron' | 'web';
  readonly platform: 'linux' | 'darwin' | 'win32' | 'other';
  readonly cores: number;
  readonly codecs: Readonly<Record<string, string>>;
  /** Name of the machine, for those who work through a tunnel. */
  readonly machine: string;
}

/** A file that was used lately. */
export interface RecentFile {
  readonly id: FileId;
  readonly name: string;
  readonly folder: string;
  readonly kind: 'npy' | 'npz' | 'container' | 'raw' | 'hdf5';
  readonly sizeBytes: number;
  readonly array?: string;
  readonly ratio?: number;
  readonly lastAction: Action;
  readonly lastCheck: 'verified' | 'damaged' | 'none';
  readonly usedMs: number;
  readonly pinned: boolean;
  /** It is not where it was. */
  readonly missing: boolean;
}
