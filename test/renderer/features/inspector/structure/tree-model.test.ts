import { describe, expect, it } from 'vitest';
import {
  PAGE_NODES,
  placeInParent,
  ROOT,
  TreeModel,
} from '../../../../../renderer/features/inspector/structure/tree-model.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';

const node = (id: string, childCount = 0): StructureNode => ({ id, name: id, region: 'payload', childCount });

function tree(): TreeModel {
  const model = new TreeModel();
  model.add(ROOT, 0, { total: 3, nodes: [node('header', 2), node('chunks', 1_000_000), node('rest')] });
  return model;
}

describe('TreeModel', () => {
  it('has a row for every node of the top', () => {
    expect(tree().rowCount).toBe(3);
    expect(tree().row(1)?.node?.id).toBe('chunks');
    expect(tree().row(3)).toBeUndefined();
  });

  it('has rows for children before they are there', () => {
    const model = tree();
    model.unfold(ROOT, 1, node('chunks', 1_000_000));
    expect(model.rowCount).toBe(1_000_003);
    expect(model.row(500_000)).toMatchObject({ parent: 'chunks', place: 499_998, level: 2, node: undefined });
    expect(model.row(1_000_002)?.node?.id).toBe('rest');
  });

  it('finds the row of a child below several unfolded nodes', () => {
    const model = tree();
    model.unfold(ROOT, 0, node('header', 2));
    model.add('header', 0, { total: 2, nodes: [node('header/magic'), node('header/nchunks')] });
    model.unfold(ROOT, 1, node('chunks', 1000));
    expect(model.indexOf('header', 1)).toBe(2);
    expect(model.row(2)?.trail.map(({ id }) => id)).toEqual(['header', 'header/nchunks']);
    expect(model.indexOf('chunks', 7)).toBe(11);
    expect(model.row(11)).toMatchObject({ parent: 'chunks', place: 7 });
    expect(model.indexOf('nowhere', 0)).toBeUndefined();
  });

  it('folds what is unfolded inside a node together with it', () => {
    const model = tree();
    model.unfold(ROOT, 1, node('chunks', 10));
    model.unfold('chunks', 3, node('chunk/3', 4));
    expect(model.rowCount).toBe(17);
    model.fold(ROOT, 1);
    expect(model.rowCount).toBe(3);
    expect(model.isOpen('chunk/3')).toBe(false);
  });

  it('keeps pages of children by their place', () => {
    const model = tree();
    model.unfold(ROOT, 1, node('chunks', 1000));
    model.add('chunks', PAGE_NODES, { total: 1000, nodes: [node(`chunk/${PAGE_NODES}`)] });
    expect(model.hasPage('chunks', 0)).toBe(false);
    expect(model.node('chunks', PAGE_NODES)?.id).toBe(`chunk/${PAGE_NODES}`);
  });
});

describe('placeInParent', () => {
  it('tells the place of a chunk in its group, and of an offset', () => {
    expect(placeInParent('chunk/1412', 'chunks/1')).toBe(412);
    expect(placeInParent('chunk/412', 'chunks')).toBe(412);
    expect(placeInParent('offsets/9999999', 'offsets')).toBe(9_999_999);
    expect(placeInParent('chunk/4/block/3', 'chunk/4')).toBeUndefined();
    expect(placeInParent('header/nchunks', 'header')).toBeUndefined();
  });
});
