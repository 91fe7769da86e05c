import type { ChildrenPage, NodeId, StructureNode } from '../../../../shared/contract/inspect/structure.js';
import { Pager } from '../../../data/pager.js';
import { type Branch, makeBranch, openRowsBefore, placeInParent, placeOfRow, visibleRows } from './tree-branch.js';

/** Children are loaded in pages of so many. */
export const PAGE_NODES = 200;

/** The top of the tree, whose children are the sections of the file. */
export const ROOT = '';

/** The node whose children can be filtered. */
const CHUNKS = 'chunks';

/** Sections that are unfolded at first: those that say what the file is. */
const openAtFirst: ReadonlySet<NodeId> = new Set(['header', 'metadata', CHUNKS, 'data']);

/** A row of the tree: a node, or the place of one that is not loaded. */
export interface TreeRow {
  readonly node: StructureNode | undefined;
  readonly parent: NodeId;
  /** Among its siblings, and how many there are. */
  readonly place: number;
  readonly siblings: number;
  /** From 1. */
  readonly level: number;
  readonly isOpen: boolean;
  /** From the top to this node, without nodes that are not loaded. */
  readonly trail: readonly StructureNode[];
}

type LoadChildren = (parent: NodeId, start: number, count: number, filter: string) => Promise<ChildrenPage>;

/** Which nodes are unfolded, and the pages of children in view: any number of rows without an object for each. */
export class TreeModel extends Pager<string, ChildrenPage> {
  readonly #root = makeBranch(ROOT, undefined, 0, 0);
  readonly #branches = new Map<NodeId, Branch>([[ROOT, this.#root]]);
  #visible: readonly [first: number, end: number] = [0, 0];
  #filter = '';
  /** The page that `reveal` needs next. */
  #revealPage: string | undefined;

  constructor(load: LoadChildren) {
    super({
      load: (key) => {
        const [parent, page, filter] = partsOf(key);
        return load(parent, page * PAGE_NODES, PAGE_NODES, filter);
      },
      maxKept: 64,
      maxLoading: 4,
    });
  }

  get rowCount(): number {
    return visibleRows(this.#root);
  }

  /** What is wrong with the filter. */
  get filterProblem(): string | undefined {
    return this.pageOf(this.#keyOf(CHUNKS, 0))?.filterProblem;
  }

  isOpen(id: NodeId): boolean {
    return this.#branches.has(id);
  }

  /** Rows [first, end) are in view. */
  show(first: number, end: number): void {
    this.#visible = [first, end];
    this.wantPages(this.#wantedPages());
  }

  /** Shows only chunks that pass a filter; all with ''. */
  setFilter(filter: string): void {
    if (filter === this.#filter) return;
    this.#filter = filter;
    const chunks = this.#branches.get(CHUNKS);
    for (const place of chunks?.open.keys() ?? []) this.fold(CHUNKS, place);
    if (chunks) chunks.total = this.#totalOf(chunks.id);
    this.wantPages(this.#wantedPages());
    this.changed();
  }

  /** Unfolds a child of an unfolded node. */
  unfold(parent: NodeId, place: number, node: StructureNode): void {
    const above = this.#branches.get(parent);
    if (!above || this.#branches.has(node.id)) return;
    const isFiltered = node.id === CHUNKS && this.#filter !== '';
    const branch = makeBranch(node.id, node, place, isFiltered ? this.#totalOf(node.id) : node.childCount);
    above.open.set(place, branch);
    this.#branches.set(node.id, branch);
    this.#rowsMoved();
  }

  fold(parent: NodeId, place: number): void {
    const above = this.#branches.get(parent);
    const branch = above?.open.get(place);
    if (!above || !branch) return;
    above.open.delete(place);
    this.#remove(branch);
    this.#rowsMoved();
  }

  node(parent: NodeId, place: number): StructureNode | undefined {
    return this.pageOf(this.#keyOf(parent, Math.floor(place / PAGE_NODES)))?.nodes[place % PAGE_NODES];
  }

  row(index: number): TreeRow | undefined {
    let branch = this.#root;
    let rest = index;
    const trail: StructureNode[] = [];
    for (let level = 1; ; level += 1) {
      const found = placeOfRow(branch, rest);
      if (!found) return undefined;
      const { place, inside } = found;
      const open = branch.open.get(place);
      const node = this.node(branch.id, place) ?? open?.node;
      if (node) trail.push(node);
      if (inside === undefined || !open) {
        return { node, parent: branch.id, place, siblings: branch.total, level, isOpen: open !== undefined, trail };
      }
      branch = open;
      rest = inside;
    }
  }

  /** The row of a child; undefined when its parent is not unfolded. */
  indexOf(parent: NodeId, place: number): number | undefined {
    const path = this.#pathTo(this.#root, parent);
    if (!path) return undefined;
    let index = 0;
    for (const [at, branch] of path.entries()) {
      const next = path[at + 1]?.place ?? place;
      index += next + openRowsBefore(branch, next) + (at + 1 < path.length ? 1 : 0);
    }
    return index;
  }

  /** Unfolds the ancestors of the last node of a trail and returns its row; undefined when the tree does not list it. */
  reveal(trail: readonly StructureNode[]): number | 'loading' | undefined {
    const before = this.#revealPage;
    this.#revealPage = undefined;
    const row = this.#rowOf(trail);
    if (this.#revealPage !== before) this.wantPages(this.#wantedPages(), { retryFailed: false });
    return row;
  }

  protected override loadEnded(key: string): void {
    const page = this.pageOf(key);
    const [id, index] = partsOf(key);
    const branch = this.#branches.get(id);
    if (!page || !branch || key !== this.#keyOf(id, index)) return;
    const isFirst = branch === this.#root && branch.total === 0;
    branch.total = page.total;
    for (const [place, node] of isFirst ? page.nodes.entries() : []) {
      if (openAtFirst.has(node.id) && node.childCount > 0) this.unfold(ROOT, place, node);
    }
    this.#rowsMoved();
  }

  #rowOf(trail: readonly StructureNode[]): number | 'loading' | undefined {
    let parent: NodeId = ROOT;
    for (const [level, node] of trail.entries()) {
      const place = this.#placeOf(node.id, parent);
      if (typeof place !== 'number') return place;
      if (level === trail.length - 1) return this.indexOf(parent, place);
      this.unfold(parent, place, node);
      parent = node.id;
    }
    return undefined;
  }

  /** The place of a node in its parent: from its id, or else found in the first pages. */
  #placeOf(id: NodeId, parent: NodeId): number | 'loading' | undefined {
    const known = placeInParent(id, parent);
    const key = this.#keyOf(parent, Math.floor((known ?? 0) / PAGE_NODES));
    if (!this.pageOf(key)) {
      this.#revealPage = key;
      return 'loading';
    }
    if (known !== undefined) return this.node(parent, known)?.id === id ? known : undefined;
    for (let place = 0; ; place += 1) {
      const node = this.node(parent, place);
      if (!node) return undefined;
      if (node.id === id) return place;
    }
  }

  /** Other rows are in view than before. */
  #rowsMoved(): void {
    this.wantPages(this.#wantedPages(), { retryFailed: false });
    this.changed();
  }

  /** The pages of the rows in view, and the first page of nodes whose children are not counted yet. */
  #wantedPages(): readonly string[] {
    const keys = new Set(this.#revealPage === undefined ? [] : [this.#revealPage]);
    for (const { id, total } of this.#branches.values()) if (total === 0) keys.add(this.#keyOf(id, 0));
    if (this.#filter !== '') keys.add(this.#keyOf(CHUNKS, 0));
    const [first, end] = this.#visible;
    for (let index = first; index < end; index += 1) {
      const row = this.row(index);
      if (row) keys.add(this.#keyOf(row.parent, Math.floor(row.place / PAGE_NODES)));
    }
    return [...keys];
  }

  /** Children, by the first page; 0 while that is not loaded. */
  #totalOf(id: NodeId): number {
    return this.pageOf(this.#keyOf(id, 0))?.total ?? 0;
  }

  #keyOf(id: NodeId, page: number): string {
    return JSON.stringify([id, page, id === CHUNKS ? this.#filter : '']);
  }

  #pathTo(from: Branch, id: NodeId): readonly Branch[] | undefined {
    if (from.id === id) return [from];
    for (const branch of from.open.values()) {
      const path = this.#pathTo(branch, id);
      if (path) return [from, ...path];
    }
    return undefined;
  }

  #remove(branch: Branch): void {
    this.#branches.delete(branch.id);
    for (const child of branch.open.values()) this.#remove(child);
  }
}

function partsOf(key: string): readonly [parent: NodeId, page: number, filter: string] {
  // Keys are made by #keyOf only.
  return JSON.parse(key) as [NodeId, number, string];
}
