import { FormatError } from '../../../shared/format/errors.js';
import type { OpenDocument } from '../document.js';
import type { ChunkChecks } from './chunk-checks.js';
import type { ChunkTable } from './chunk-table.js';

/** The chunks of a document. FormatError where there are none: no container, or one too damaged to find any. */
export function requireChunks(document: OpenDocument): { readonly table: ChunkTable; readonly checks: ChunkChecks } {
  if (document.chunks && document.checks) return { table: document.chunks, checks: document.checks };
  throw document.overview.kind === 'container'
    ? new FormatError('bad-header', 'no chunks can be found, because what precedes them is damaged')
    : new FormatError('not-bloscpack', 'this file is no container, so that it has no chunks');
}
