import type { StructureNode } from '../../../shared/contract/inspect/structure.js';

/** The children of a node, created page by page. */
export interface NodeList {
  readonly total: number;
  /** Nodes [start, end); the range is inside the list. */
  readonly page: (start: number, end: number) => Promise<readonly StructureNode[]>;
}

export function listOf(nodes: readonly StructureNode[]): NodeList {
  return { total: nodes.length, page: async (start, end) => nodes.slice(start, end) };
}

export const NO_NODES: NodeList = listOf([]);
