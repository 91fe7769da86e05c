import { describe, expect, it } from 'vitest';
import { placeInParent } from '../../../../../renderer/features/inspector/structure/tree-branch.js';
import { PAGE_NODES, ROOT, TreeModel } from '../../../../../renderer/features/inspector/structure/tree-model.js';
import type { ChildrenPage, StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import { gated } from '../../../gated.js';

const node = (id: string, childCount = 0): StructureNode => ({ id, name: id, region: 'payload', childCount });
const chunks = node('chunks', 1_000_000);

interface Request {
  readonly parent: string;
  readonly start: number;
  readonly filter: string;
}

/** The children of every node: three sections, of which `chunks` is unfolded at first; each chunk has four parts. */
function childrenOf({ parent, start, filter }: Request): ChildrenPage {
  if (parent === ROOT) return { total: 3, nodes: [node('other', 2), chunks, node('rest')] };
  if (parent === 'other') return { total: 2, nodes: [node('other/magic'), node('other/nchunks')] };
  if (parent !== 'chunks') return { total: 4, nodes: [0, 1, 2, 3].map((part) => node(`${parent}/part-${part}`)) };
  if (filter) return { total: 1, nodes: [node('chunk/7', 4)] };
  return { total: 1_000_000, nodes: Array.from({ length: PAGE_NODES }, (_, at) => node(`chunk/${start + at}`, 4)) };
}

/** A tree of which rows [0, 20) are in view, with its top loaded. */
async function openTree() {
  const gate = gated<Request, ChildrenPage>();
  const tree = new TreeModel((parent, start, _count, filter) => gate.ask({ parent, start, filter }));
  tree.show(0, 20);
  await gate.answer(childrenOf);
  const settle = async () => {
    while (gate.waiting() > 0) await gate.answer(childrenOf);
  };
  return { tree, gate, settle };
}

describe('the tree', () => {
  it('unfolds the main sections, and has rows for children before they are loaded', async () => {
    const { tree } = await openTree();
    expect(tree.rowCount).toBe(1_000_003);
    expect(tree.row(1)?.node?.id).toBe('chunks');
    expect(tree.row(500_000)).toMatchObject({ parent: 'chunks', place: 499_998, level: 2, node: undefined });
    expect(tree.row(1_000_002)?.node?.id).toBe('rest');
    expect(tree.row(1_000_003)).toBeUndefined();
  });

  it('loads the children in view, page by page', async () => {
    const { tree, gate, settle } = await openTree();
    await settle();
    expect(tree.row(2)?.node?.id).toBe('chunk/0');
    tree.show(400, 420);
    await settle();
    expect(gate.asked.map(({ parent, start }) => [parent, start])).toEqual([
      [ROOT, 0],
      ['chunks', 0],
      ['chunks', 200],
      ['chunks', 400],
    ]);
    expect(tree.row(410)?.node?.id).toBe('chunk/408');
  });

  it('finds the row of a child below several unfolded nodes', async () => {
    const { tree, settle } = await openTree();
    tree.unfold(ROOT, 0, node('other', 2));
    await settle();
    expect(tree.indexOf('other', 1)).toBe(2);
    expect(tree.row(2)?.trail.map(({ id }) => id)).toEqual(['other', 'other/nchunks']);
    expect(tree.indexOf('chunks', 7)).toBe(11);
    expect(tree.row(11)).toMatchObject({ parent: 'chunks', place: 7 });
    expect(tree.indexOf('nowhere', 0)).toBeUndefined();
  });

  it('folds what is unfolded inside a node together with it', async () => {
    const { tree } = await openTree();
    tree.unfold('chunks', 3, node('chunk/3', 4));
    expect(tree.rowCount).toBe(1_000_007);
    tree.fold(ROOT, 1);
    expect(tree.rowCount).toBe(3);
    expect(tree.isOpen('chunk/3')).toBe(false);
  });

  it('has the chunks that pass a filter, of the latest filter only', async () => {
    const { tree, gate, settle } = await openTree();
    await settle();
    tree.setFilter('ratio < 1');
    tree.setFilter('ratio < 2');
    expect(tree.rowCount).toBe(3);
    await gate.answer(
      () => ({ total: 9, nodes: [] }),
      ({ filter }) => filter === 'ratio < 1',
    );
    expect(tree.rowCount).toBe(3);
    await settle();
    expect(tree.rowCount).toBe(4);
    expect(tree.row(2)?.node?.id).toBe('chunk/7');
    tree.setFilter('');
    expect(tree.rowCount).toBe(1_000_003);
  });

  it('reveals a node when the pages on the way to it are loaded', async () => {
    const { tree, settle } = await openTree();
    const trail = [chunks, node('chunk/5000', 4), node('chunk/5000/part-2')];
    expect(tree.reveal(trail)).toBe('loading');
    await settle();
    expect(tree.reveal(trail)).toBe('loading');
    expect(tree.isOpen('chunk/5000')).toBe(true);
    await settle();
    expect(tree.reveal(trail)).toBe(5005);
    expect(tree.row(5005)?.node?.id).toBe('chunk/5000/part-2');
    expect(tree.reveal([chunks, node('chunk/2000000')])).toBe('loading');
  });

  it('reports children that could not be loaded, and loads them again on retry only', async () => {
    const { tree, gate, settle } = await openTree();
    await gate.fail(new Error('the disk failed'));
    expect(tree.error?.details).toContain('the disk failed');
    tree.unfold(ROOT, 0, node('other', 2));
    await settle();
    expect(tree.row(1)?.node?.id).toBe('other/magic');
    expect(gate.asked.filter(({ parent }) => parent === 'chunks')).toHaveLength(1);
    tree.retry();
    await settle();
    expect(tree.error).toBeUndefined();
    expect(tree.row(4)?.node?.id).toBe('chunk/0');
  });

  it('loads nothing more after it was closed', async () => {
    const gate = gated<Request, ChildrenPage>();
    const tree = new TreeModel((parent, start, _count, filter) => gate.ask({ parent, start, filter }));
    tree.show(0, 20);
    tree.close();
    await gate.answer(childrenOf);
    expect(gate.asked).toHaveLength(1);
  });
});

describe('placeInParent', () => {
  it('gives the place of a chunk in its group, and of an offset', () => {
    expect(placeInParent('chunk/1412', 'chunks/1')).toBe(412);
    expect(placeInParent('chunk/412', 'chunks')).toBe(412);
    expect(placeInParent('offsets/9999999', 'offsets')).toBe(9_999_999);
    expect(placeInParent('chunk/4/block/3', 'chunk/4')).toBeUndefined();
    expect(placeInParent('header/nchunks', 'header')).toBeUndefined();
  });
});
