import type { ChildrenPage, NodeId, StructureNode } from '../../../../shared/contract/inspect/structure.js';

/** Children are asked for in pages of so many. */
export const PAGE_NODES = 200;

/** The top of the tree, whose children are the sections of the file. */
export const ROOT = '';

interface Branch {
  readonly id: NodeId;
  /** Its place among the children of its parent. */
  readonly place: number;
  total: number;
  readonly pages: Map<number, readonly StructureNode[]>;
  /** Children that are unfolded, by their place. */
  readonly open: Map<number, Branch>;
}

/** A row of the tree as it stands: the node, or where it is to be asked for. */
export interface TreeRow {
  readonly node: StructureNode | undefined;
  readonly parent: NodeId;
  /** Among its siblings, and how many there are. */
  readonly place: number;
  readonly siblings: number;
  /** From 1. */
  readonly level: number;
  readonly isOpen: boolean;
  /** From the top to this one, as far as it is known. */
  readonly trail: readonly StructureNode[];
}

/** Which nodes are unfolded, and the pages of children that are there: any number of rows without any of them being made. */
export class TreeModel {
  readonly #root: Branch = makeBranch(ROOT, 0, 0);
  readonly #branches = new Map<NodeId, Branch>([[ROOT, this.#root]]);

  get rowCount(): number {
    return visibleRows(this.#root);
  }

  isOpen(id: NodeId): boolean {
    return this.#branches.has(id);
  }

  /** Takes an answer of the host. */
  add(id: NodeId, start: number, { total, nodes }: Pick<ChildrenPage, 'total' | 'nodes'>): void {
    const branch = this.#branches.get(id);
    if (!branch) return;
    branch.total = total;
    branch.pages.set(Math.floor(start / PAGE_NODES), nodes);
  }

  /** Unfolds a child of an unfolded node; its children are as many as it says, until the host tells. */
  unfold(parent: NodeId, place: number, node: Pick<StructureNode, 'id' | 'childCount'>): void {
    const above = this.#branches.get(parent);
    if (!above || this.#branches.has(node.id)) return;
    const branch = makeBranch(node.id, place, node.childCount);
    above.open.set(place, branch);
    this.#branches.set(node.id, branch);
  }

  fold(parent: NodeId, place: number): void {
    const above = this.#branches.get(parent);
    const branch = above?.open.get(place);
    if (!above || !branch) return;
    above.open.delete(place);
    this.#forget(branch);
  }

  /** Drops what is known of the children of a node, which another filter makes others. */
  renew(id: NodeId, total: number): void {
    const branch = this.#branches.get(id);
    if (!branch) return;
    for (const place of [...branch.open.keys()]) this.fold(id, place);
    branch.pages.clear();
    branch.total = total;
  }

  hasPage(id: NodeId, page: number): boolean {
    return this.#branches.get(id)?.pages.has(page) ?? true;
  }

  node(parent: NodeId, place: number): StructureNode | undefined {
    return nodeAt(this.#branches.get(parent), place);
  }

  row(index: number): TreeRow | undefined {
    let branch = this.#root;
    let rest = index;
    const trail: StructureNode[] = [];
    for (let level = 1; ; level += 1) {
      const found = placeOf(branch, rest);
      if (!found) return undefined;
      const { place, inside } = found;
      const node = nodeAt(branch, place);
      const open = branch.open.get(place);
      if (node) trail.push(node);
      if (inside === undefined || !open) {
        return { node, parent: branch.id, place, siblings: branch.total, level, isOpen: open !== undefined, trail };
      }
      branch = open;
      rest = inside;
    }
  }

  /** The row of a child, undefined where its parent is not unfolded. */
  indexOf(parent: NodeId, place: number): number | undefined {
    const path = this.#pathTo(this.#root, parent);
    if (!path) return undefined;
    let index = 0;
    for (const [at, branch] of path.entries()) {
      const wanted = path[at + 1]?.place ?? place;
      index += wanted + openRowsBefore(branch, wanted) + (at + 1 < path.length ? 1 : 0);
    }
    return index;
  }

  #pathTo(from: Branch, id: NodeId): readonly Branch[] | undefined {
    if (from.id === id) return [from];
    for (const branch of from.open.values()) {
      const path = this.#pathTo(branch, id);
      if (path) return [from, ...path];
    }
    return undefined;
  }

  #forget(branch: Branch): void {
    this.#branches.delete(branch.id);
    for (const child of branch.open.values()) this.#forget(child);
  }
}

function makeBranch(id: NodeId, place: number, total: number): Branch {
  return { id, place, total, pages: new Map(), open: new Map() };
}

function visibleRows(branch: Branch): number {
  let rows = branch.total;
  for (const open of branch.open.values()) rows += visibleRows(open);
  return rows;
}

function openRowsBefore(branch: Branch, place: number): number {
  let rows = 0;
  for (const [at, open] of branch.open) if (at < place) rows += visibleRows(open);
  return rows;
}

/** Which child a row of a branch is, or the row inside an unfolded one. */
function placeOf(branch: Branch, index: number): { place: number; inside?: number } | undefined {
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

function nodeAt(branch: Branch | undefined, place: number): StructureNode | undefined {
  return branch?.pages.get(Math.floor(place / PAGE_NODES))?.[place % PAGE_NODES];
}

/** The place of a node among its siblings where its id tells it; undefined where they must be looked through. */
export function placeInParent(id: NodeId, parent: NodeId): number | undefined {
  const number = Number(/\/(\d+)$/.exec(id)?.[1] ?? Number.NaN);
  if (Number.isNaN(number) || id.includes('/block/')) return undefined;
  if (id.startsWith('chunk/') && id.split('/').length === 2) return parent === 'chunks' ? number : number % 1000;
  return number;
}
