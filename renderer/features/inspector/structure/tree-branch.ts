import type { NodeId, StructureNode } from '../../../../shared/contract/inspect/structure.js';

/** An unfolded node of the tree. */
export interface Branch {
  readonly id: NodeId;
  /** Undefined for the top. */
  readonly node: StructureNode | undefined;
  /** Its place among the children of its parent. */
  readonly place: number;
  /** Children. 0 also before they are counted. */
  total: number;
  /** Children that are unfolded, by their place. */
  readonly open: Map<number, Branch>;
}

export function makeBranch(id: NodeId, node: StructureNode | undefined, place: number, total: number): Branch {
  return { id, node, place, total, open: new Map() };
}

/** Rows of all that is unfolded below a branch. */
export function visibleRows(branch: Branch): number {
  let rows = branch.total;
  for (const open of branch.open.values()) rows += visibleRows(open);
  return rows;
}

/** Rows inside the unfolded children before a place. */
export function openRowsBefore(branch: Branch, place: number): number {
  let rows = 0;
  for (const [at, open] of branch.open) if (at < place) rows += visibleRows(open);
  return rows;
}

/** Which child a row of a branch is, or the row inside an unfolded one. */
export function placeOfRow(branch: Branch, index: number): { place: number; inside?: number } | undefined {
  let before = 0;
  for (const [place, open] of [...branch.open].sort(([one], [other]) => one - other)) {
    if (index - before <= place) break;
    const rows = visibleRows(open);
    const inside = index - before - place - 1;
    if (inside < rows) return { place, inside };
    before += rows;
  }
  const place = index - before;
  return place >= 0 && place < branch.total ? { place } : undefined;
}

/** The place of a node among its siblings where its id contains it; undefined where they must be searched. */
export function placeInParent(id: NodeId, parent: NodeId): number | undefined {
  const number = Number(/\/(\d+)$/.exec(id)?.[1] ?? Number.NaN);
  if (Number.isNaN(number) || id.includes('/block/')) return undefined;
  if (id.startsWith('chunk/') && id.split('/').length === 2) return parent === 'chunks' ? number : number % 1000;
  return number;
}
