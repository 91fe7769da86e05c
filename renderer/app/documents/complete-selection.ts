import type { NodeId, StructureNode } from '../../../shared/contract/inspect/structure.js';
import type { Client } from '../../data/client.js';

/** The selected part of a file as a node, a chunk, a range of bytes and a cell, as far as it is each of these. */
export interface Selection {
  readonly chunkIndex?: number;
  readonly blockIndex?: number;
  /** Of the file, or of a chunk that is in a file of its own; end-exclusive. */
  readonly bytes?: { readonly start: number; readonly end: number };
  /** An index for every axis. */
  readonly cell?: { readonly index: readonly number[]; readonly field?: number };
  readonly node?: NodeId;
}

export interface CompleteSelection {
  readonly selection: Selection;
  /** From the top of the tree to the node; the last is what is selected. */
  readonly trail: readonly StructureNode[];
}

/** The part of a selection that the user chose. After the file has changed, completeSelection works out the rest again. */
export function seedOf({ cell, chunkIndex, blockIndex, bytes }: Selection): Selection {
  if (cell) return { cell };
  if (chunkIndex === undefined) return bytes ? { bytes } : {};
  return { chunkIndex, ...(blockIndex !== undefined && { blockIndex }) };
}

/** Adds the missing parts of a selection through calls to the host: chunk of a cell, bytes of a chunk, node of a byte. */
export async function completeSelection(
  client: Client,
  document: string,
  change: Selection,
): Promise<CompleteSelection> {
  const placed = change.cell ? await placeOfCell(client, document, change) : change;
  const located =
    placed.chunkIndex === undefined || placed.bytes ? placed : await bytesOfChunk(client, document, placed);
  if (!located.bytes) return { selection: located, trail: [] };
  const location = await client.call('inspect.locate', {
    document,
    offsetBytes: located.bytes.start,
    ...(located.chunkIndex !== undefined && { chunkIndex: located.chunkIndex }),
  });
  const trail = cutTrail(location.trail, located);
  const node = located.node ?? trail.at(-1)?.id;
  const { chunkIndex = located.chunkIndex, blockIndex = located.blockIndex } = location;
  return {
    selection: {
      ...located,
      ...(node !== undefined && { node }),
      ...(chunkIndex !== undefined && { chunkIndex }),
      // The first byte of a chunk is before its blocks: a selected chunk has no block.
      ...(blockIndex !== undefined && (change.blockIndex !== undefined || change.bytes) && { blockIndex }),
    },
    trail,
  };
}

async function placeOfCell(client: Client, document: string, change: Selection): Promise<Selection> {
  const { cell } = change;
  if (!cell) return change;
  const { chunkIndex, blockIndex } = await client.call('inspect.cell', {
    document,
    index: [...cell.index],
    ...(cell.field !== undefined && { field: cell.field }),
  });
  return {
    ...change,
    ...(chunkIndex !== undefined && { chunkIndex }),
    ...(blockIndex !== undefined && { blockIndex }),
  };
}

async function bytesOfChunk(client: Client, document: string, change: Selection): Promise<Selection> {
  const chunkIndex = change.chunkIndex ?? 0;
  const { row, blocks } = await client.call('inspect.chunk', { document, chunkIndex });
  const block = blocks.find(({ blockIndex }) => blockIndex === change.blockIndex);
  const start = row.offsetBytes + (block?.start ?? 0);
  const bytes = { start, end: start + (block ?? row).storedBytes };
  const node = change.node ?? (block ? `chunk/${chunkIndex}/block/${block.blockIndex}` : `chunk/${chunkIndex}`);
  return row.storedBytes > 0 ? { ...change, bytes, node } : { ...change, node };
}

/** The trail down to the selected node: the trail of a chunk's first byte would end at the chunk's header. */
function cutTrail(trail: readonly StructureNode[], { node }: Selection): readonly StructureNode[] {
  const at = trail.findIndex(({ id }) => id === node);
  return at < 0 ? trail : trail.slice(0, at + 1);
}
