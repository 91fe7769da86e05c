import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { StructureNode } from '../../../../shared/contract/inspect/structure.js';
import { usePager } from '../../../data/pager.js';
import { useChanges } from '../chunks/use-changes.js';
import { useDocument } from '../model/document-context.js';
import { selectionOf, useSelection } from '../model/selection.js';
import { ROOT, TreeModel, type TreeRow } from './tree-model.js';

/** The tree of the document; renders when it changes. */
export function useTree(filter: string): TreeModel {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the file has another tree
  const model = useMemo(
    () =>
      new TreeModel((parent, start, count, shown) =>
        client.call('inspect.children', {
          document,
          start,
          count,
          ...(parent !== ROOT && { node: parent }),
          ...(shown && { filter: shown }),
        }),
      ),
    [client, document, version],
  );
  usePager(model);
  useChanges(['walk', 'checks'], () => model.renew());
  useEffect(() => model.setFilter(filter), [model, filter]);
  return model;
}

/** The row with the keyboard focus. Choosing a row selects its node; a node that another view selects is revealed and gets the focus. */
export function useActiveRow(model: TreeModel) {
  const { selection, trail, from, select } = useSelection();
  const { node } = selection;
  const [active, setActive] = useState(0);
  /** The chosen row while its node is not loaded, or the trail to the node to be revealed. */
  const pending = useRef<{ row?: TreeRow; trail?: readonly StructureNode[] }>({});
  const choose = useCallback(
    (index: number) => {
      setActive(index);
      const row = model.row(index);
      pending.current = row && !row.node ? { row } : {};
      if (row?.node) select(selectionOf(row.node), 'tree', row.trail);
    },
    [model, select],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trail changes with its node
  useEffect(() => {
    if (node !== undefined && from !== 'tree' && trail.length > 0) pending.current = { trail };
  }, [node, trail]);
  const version = model.state();
  // biome-ignore lint/correctness/useExhaustiveDependencies: nodes are loaded when the version of the tree changes
  useEffect(() => {
    const { row, trail: goal } = pending.current;
    if (row) {
      const index = model.node(row.parent, row.place) && model.indexOf(row.parent, row.place);
      if (index !== undefined) choose(index);
    } else if (goal) {
      const index = model.reveal(goal);
      if (index !== 'loading') pending.current = {};
      if (typeof index === 'number') setActive(index);
    }
  }, [model, version, choose, node, trail]);
  return { active, choose };
}
