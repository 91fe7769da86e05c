import type { DocumentFile, DocumentId } from '../../../shared/contract/inspect/document.js';
import type { RawImport } from '../../../shared/contract/intake.js';

/** What to open: the host has resolved the window's id to a path. */
export interface OpenOrder {
  readonly path: string;
  readonly file: DocumentFile;
  /** An array of a `.npz` archive. */
  readonly member?: string;
  /** How to look at plain bytes. */
  readonly readAs?: RawImport;
}

/** What a document reports while it is open. */
export interface DocumentListener {
  readonly changed: (what: 'checks' | 'codecs' | 'walk', done: number) => void;
}

export interface Opening extends OpenOrder {
  readonly id: DocumentId;
  readonly listener: DocumentListener;
}
