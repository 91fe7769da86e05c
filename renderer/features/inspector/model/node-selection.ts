import type { StructureNode } from '../../../../shared/contract/inspect/structure.js';
import type { Selection } from '../../../app/documents/complete-selection.js';

/** A node of the structure as a selection: its bytes, and its chunk and block where it is of one. */
export function selectionOf({ id, offsetBytes, sizeBytes, chunkIndex, blockIndex }: StructureNode): Selection {
  return {
    node: id,
    ...(offsetBytes !== undefined && { bytes: { start: offsetBytes, end: offsetBytes + (sizeBytes ?? 1) } }),
    ...(chunkIndex !== undefined && { chunkIndex }),
    ...(blockIndex !== undefined && { blockIndex }),
  };
}
