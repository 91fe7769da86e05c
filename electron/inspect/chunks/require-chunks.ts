import { ArgumentError } from '../../../shared/format/errors.js';
import type { OpenDocument } from '../document.js';
import type { ChunkChecks } from './chunk-checks.js';
import type { ChunkTable } from './chunk-table.js';

/** The chunks of a document. ArgumentError where there are none: no container, or one too damaged to find any. */
export function requireChunks(document: OpenDocument): { readonly table: ChunkTable; readonly checks: ChunkChecks } {
  if (document.chunks && document.checks) return { table: document.chunks, checks: document.checks };
  throw new ArgumentError(
    document.overview.kind === 'container'
      ? 'no chunks can be found, because what precedes them is damaged'
      : 'this file is no container, so that it has no chunks',
  );
}
