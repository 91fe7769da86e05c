import type { Action, FileId } from './files.js';

/** Facts about the host that the window needs at its start. */
export interface AppInfo {
  readonly version: string;
  /** `web`: files are on the machine that serves, and dialogs, reveal and drag-out are replaced by browser and download. */
  readonly host: 'electron' | 'web';
  readonly platform: 'linux' | 'darwin' | 'win32' | 'other';
  readonly cores: number;
  readonly codecs: Readonly<Record<string, string>>;
  /** Name of the machine, for users who work through a tunnel. */
  readonly machine: string;
  /** Sentences about what went wrong when the program started, such as a damaged file of settings that was kept. */
  readonly notices?: readonly string[];
}

/** A recently used file. */
export interface RecentFile {
  readonly id: FileId;
  readonly name: string;
  readonly folder: string;
  readonly kind: 'npy' | 'npz' | 'container' | 'raw' | 'hdf5' | 'zarr' | 'parquet' | 'arrow' | 'bcolz';
  readonly sizeBytes: number;
  readonly array?: string;
  readonly ratio?: number;
  readonly lastAction: Action;
  readonly lastCheck: 'verified' | 'damaged' | 'none';
  readonly usedMs: number;
  readonly pinned: boolean;
  /** Of a file on a server, which can only be read; see DocumentFile. */
  readonly address?: string;
  /** The file no longer exists at its path. */
  readonly missing: boolean;
}
