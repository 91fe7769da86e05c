import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';
import { BigRows } from '../../../ui/big-scroll/BigRows.js';
import { ContextMenu } from '../../../ui/ContextMenu.js';
import { GridHead, GridHeadRow } from '../../../ui/GridParts.js';
import { useSelection } from '../model/selection.js';
import { NodeCells } from './NodeCells.js';
import styles from './structure.module.css';
import { ROOT, type TreeRow } from './tree-model.js';
import { useActiveRow } from './use-active-row.js';
import { useNodeMenu } from './use-node-menu.js';
import { useTree } from './use-tree.js';
import { useTypeAhead } from './use-type-ahead.js';

interface Props {
  readonly filter: string;
  readonly base: 'hex' | 'dec';
  readonly isWide: boolean;
  readonly onBase: () => void;
}

const ROW_PX = 24;

/** The structure of the file as a tree grid: unfolded and asked for only where one looks. */
export function StructureTree({ filter, base, isWide, onBase }: Props) {
  const { model, turn, problem, changed, unfold, needRow, reveal } = useTree(filter);
  const { selection } = useSelection();
  const { node } = selection;
  const toggle = useCallback(
    ({ node, parent, place, isOpen }: TreeRow) => {
      if (!node || node.childCount === 0) return;
      if (isOpen) {
        model.fold(parent, place);
        changed();
      } else void unfold(parent, place, node);
    },
    [model, changed, unfold],
  );
  const { active, choose } = useActiveRow({ model, turn, reveal });
  const typeAhead = useTypeAhead(model);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = model.row(active);
    if (!row) return;
    const move = treeMove(event.key, row);
    if (move === 'toggle') toggle(row);
    else {
      const next = move === undefined ? typeAhead(event, active) : moveTarget(move, model, active);
      if (next === undefined) return;
      choose(next);
    }
    event.preventDefault();
  };
  const columns = isWide ? 5 : 3;
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are drawn anew when the tree has changed
  const renderRow = useCallback(
    (index: number) => <NodeCells row={model.row(index)} base={base} isWide={isWide} onToggle={toggle} />,
    [model, turn, base, isWide, toggle],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: likewise
  const rowProps = useCallback(
    (index: number) => rowAttributes(model.row(index), node, () => choose(index)),
    [model, turn, node, choose],
  );
  const visible = useRef<readonly [number, number]>([0, 0]);
  const onVisible = useCallback(
    (first: number, end: number) => {
      visible.current = [first, end];
      for (let index = first; index < end; index += 1) needRow(index);
    },
    [needRow],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was unfolded shows rows that nobody asked for yet
  useEffect(() => onVisible(...visible.current), [onVisible, turn]);
  const menu = useNodeMenu(model.row(active));
  return (
    <div className={styles.tree} data-wide={isWide ? '' : undefined}>
      {problem && (
        <p role="status" className={styles.problem}>
          {problem}
        </p>
      )}
      <ContextMenu entries={menu}>
        <div className={styles.rows}>
          <BigRows
            label="Structure of the file"
            role="treegrid"
            rowCount={model.rowCount}
            rowHeight={ROW_PX}
            columnCount={columns}
            activeRow={active}
            onActiveRow={choose}
            onKeyDown={onKeyDown}
            onVisible={onVisible}
            renderRow={renderRow}
            rowProps={rowProps}
            headHeight={ROW_PX}
            header={<TreeHead base={base} isWide={isWide} onBase={onBase} />}
          />
        </div>
      </ContextMenu>
    </div>
  );
}

function TreeHead({ base, isWide, onBase }: Pick<Props, 'base' | 'isWide' | 'onBase'>) {
  return (
    <GridHeadRow className={styles.columns}>
      <GridHead>Name</GridHead>
      <GridHead>Value</GridHead>
      <GridHead className={styles.number}>
        <button type="button" tabIndex={-1} title="Hexadecimal or decimal" onClick={onBase}>
          Offset, {base}
        </button>
      </GridHead>
      {isWide && <GridHead className={styles.number}>Bytes</GridHead>}
      {isWide && <GridHead className={styles.number}>Type</GridHead>}
    </GridHeadRow>
  );
}

function rowAttributes(row: TreeRow | undefined, selected: string | undefined, choose: () => void) {
  const { node, level, isOpen, place, siblings } = row ?? {};
  return {
    'aria-level': level,
    'aria-setsize': siblings,
    'aria-posinset': place === undefined ? undefined : place + 1,
    'aria-expanded': node && node.childCount > 0 ? isOpen : undefined,
    'aria-selected': node !== undefined && node.id === selected,
    'data-top': level === 1 ? '' : undefined,
    'data-problem': node?.problem ? '' : undefined,
    onPointerDown: choose,
  };
}

function parentIndex(model: Rows, index: number): number | undefined {
  const row = model.row(index);
  if (!row || row.parent === ROOT) return undefined;
  for (let above = index - row.place - 1; above >= 0; above -= 1) {
    if (model.row(above)?.node?.id === row.parent) return above;
  }
  return undefined;
}

type TreeMove = 'toggle' | 'child' | 'parent';

/** What a key does in a tree, after the APG: Right unfolds, then enters; Left folds, then leaves. */
function treeMove(key: string, { node, isOpen }: TreeRow): TreeMove | undefined {
  const hasChildren = node !== undefined && node.childCount > 0;
  if (key === 'Enter') return 'toggle';
  if (key === 'ArrowLeft') return isOpen ? 'toggle' : 'parent';
  if (key !== 'ArrowRight' || !hasChildren) return undefined;
  return isOpen ? 'child' : 'toggle';
}

function moveTarget(move: 'child' | 'parent', model: Rows, active: number): number {
  return move === 'child' ? active + 1 : (parentIndex(model, active) ?? active);
}

interface Rows {
  row(index: number): TreeRow | undefined;
}
