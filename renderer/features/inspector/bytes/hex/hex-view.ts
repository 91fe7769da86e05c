import type { BytePages } from './byte-pages.js';
import type { Cursor } from './cursor.js';
import type { FieldStore } from './field-store.js';
import type { Fold } from './folds.js';
import type { RowLayout } from './row-layout.js';

export interface HexView {
  readonly pages: BytePages;
  readonly fields: FieldStore;
  readonly fileBytes: number;
  readonly layout: RowLayout<Fold>;
  readonly cursor: Cursor;
  /** Brings the cursor to the middle when it was out of sight. */
  readonly isCentred: boolean;
}
