import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { selectionOf } from '../model/node-selection.js';
import { useSelection } from '../model/selection.js';
import type { TreeRow } from './tree-model.js';
import type { useTree } from './use-tree.js';

/** The row that keys go out from: chosen here, or of what is selected elsewhere. Choosing a row selects its node. */
export function useActiveRow({ model, turn, reveal }: Pick<ReturnType<typeof useTree>, 'model' | 'turn' | 'reveal'>) {
  const { selection, trail, from, select } = useSelection();
  const { node } = selection;
  const [active, setActive] = useState(0);
  const awaited = useRef<Pick<TreeRow, 'parent' | 'place'>>(undefined);
  const choose = useCallback(
    (index: number) => {
      setActive(index);
      const row = model.row(index);
      awaited.current = row?.node ? undefined : row;
      if (row?.node) select(selectionOf(row.node), 'tree', row.trail);
    },
    [model, select],
  );
  // A row that was chosen before it was there is selected when it comes, unless something else was meanwhile.
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows come with a turn
  useEffect(() => {
    if (!awaited.current) return;
    const { parent, place } = awaited.current;
    const index = model.node(parent, place) && model.indexOf(parent, place);
    if (index !== undefined) choose(index);
  }, [model, turn, choose]);
  const follow = useEffectEvent(async () => {
    awaited.current = undefined;
    const index = await reveal(trail);
    if (index !== undefined) setActive(index);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trail comes with its node
  useEffect(() => {
    if (node !== undefined && from !== 'tree' && trail.length > 0) void follow();
  }, [node, trail]);
  return { active, choose };
}
