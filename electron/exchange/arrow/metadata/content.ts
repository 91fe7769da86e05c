import type { Columns } from './columns.js';
import type { StoredMessage } from './messages.js';

/** What a file or stream says of itself. */
export interface ArrowContent {
  readonly columns: Columns;
  /** Bytes in which the schema is. */
  readonly metadataBytes: number;
  /** From the first to the last; not all of a stream are record batches. Throws FormatError('bad-arrow'), IoError. */
  messages(): AsyncGenerator<StoredMessage, void, undefined>;
}
