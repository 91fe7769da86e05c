import { z } from 'zod';
import { documentId, type RegionKind } from './document.js';

/** Identifies a node within its document; set by the host, stable while the document is open: `header/nchunks`, `chunk/411/block/3`. */
export type NodeId = string;
export const nodeId = z.string().min(1).max(300);

export const childrenRequest = z.strictObject({
  document: documentId,
  /** Undefined for the top of the tree. */
  node: nodeId.optional(),
  start: z.int().min(0),
  count: z.int().min(1).max(1000),
  /** Free text, or a comparison: `ratio < 1.2`, `flags has memcpy`, `size > 1 MiB`, `index >= 400`. Applies to chunks. */
  filter: z.string().max(200).optional(),
});

export interface ChildrenPage {
  readonly total: number;
  readonly nodes: readonly StructureNode[];
  /** What is wrong with the filter, as text; then all nodes are returned. */
  readonly filterProblem?: string;
}

/** A row of the structure tree: name, value, position and stored type. */
export interface StructureNode {
  readonly id: NodeId;
  /** The spec's own name: `nchunks`, `max_app_chunks`, or `Chunk 411`. */
  readonly name: string;
  /** Shown in grey behind the name of a section: `70 of 700 B`, `2,283 used`. Facts only; numbers ungrouped. */
  readonly note?: string;
  readonly value?: string;
  /** What the value means, in one or two sentences, and the reference's name if it differs. */
  readonly explanation?: string;
  readonly offsetBytes?: number;
  readonly sizeBytes?: number;
  /** `u8`, `i32`, `i64`, `char`, `bits`, `bit 3`. */
  readonly type?: string;
  readonly region: RegionKind;
  readonly childCount: number;
  readonly chunkIndex?: number;
  readonly blockIndex?: number;
  /** The array of a file that holds several, which opens as a document of its own. */
  readonly member?: string;
  readonly problem?: string;
}

export const locateRequest = z.strictObject({
  document: documentId,
  offsetBytes: z.number().min(0),
  /** Where this chunk is in a file of its own (`ChunkRow.file`), the offset counts from its start. Else it has no effect. */
  chunkIndex: z.int().min(0).optional(),
});

/** The nodes that contain a byte of the file, from the top of the tree to the innermost node. */
export interface Location {
  readonly trail: readonly StructureNode[];
  readonly chunkIndex?: number;
  readonly blockIndex?: number;
}
