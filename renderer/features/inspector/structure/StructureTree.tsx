import { type KeyboardEvent, useCallback } from 'react';
import { BigRows } from '../../../ui/big-scroll/BigRows.js';
import { ContextMenu } from '../../../ui/ContextMenu.js';
import { GridHead, GridHeadRow } from '../../../ui/GridParts.js';
import { LoadFrame } from '../../../ui/LoadFrame.js';
import { useOpenMember } from '../model/open-member.js';
import { useSelection } from '../model/selection.js';
import { NodeCells } from './NodeCells.js';
import styles from './structure.module.css';
import { moveTarget, treeMove, useTypeAhead } from './tree-keys.js';
import type { TreeRow } from './tree-model.js';
import { useNodeMenu } from './use-node-menu.js';
import { useActiveRow, useTree } from './use-tree.js';

interface Props {
  readonly filter: string;
  readonly base: 'hex' | 'dec';
  readonly isWide: boolean;
  readonly onBase: () => void;
}

const ROW_PX = 24;

/**
 * The structure of the file as a tree grid; children are loaded when they are unfolded and in view. Enter and a double click open an
 * array of a file that holds several.
 */
export function StructureTree({ filter, base, isWide, onBase }: Props) {
  const model = useTree(filter);
  const { filterProblem } = model;
  const version = model.state();
  const { node } = useSelection().selection;
  const openMember = useOpenMember();
  const toggle = useCallback(
    ({ node, parent, place, isOpen }: TreeRow) => {
      if (node?.member !== undefined) return openMember(node.member);
      if (!node || node.childCount === 0) return;
      if (isOpen) model.fold(parent, place);
      else model.unfold(parent, place, node);
    },
    [model, openMember],
  );
  const { active, choose } = useActiveRow(model);
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows change with the version of the tree
  const renderRow = useCallback(
    (index: number) => <NodeCells row={model.row(index)} base={base} isWide={isWide} onToggle={toggle} />,
    [model, version, base, isWide, toggle],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const rowProps = useCallback(
    (index: number) => rowAttributes(model.row(index), node, { choose: () => choose(index), open: openMember }),
    [model, version, node, choose, openMember],
  );
  const onVisible = useCallback((first: number, end: number) => model.show(first, end), [model]);
  const menu = useNodeMenu(model.row(active));
  return (
    <div className={styles.tree} data-wide={isWide ? '' : undefined}>
      {filterProblem && (
        <p role="status" className={styles.problem}>
          {filterProblem}
        </p>
      )}
      <ContextMenu entries={menu}>
        <div className={styles.rows}>
          <LoadFrame
            what="parts of the file"
            error={model.error}
            isLoading={model.isLoading}
            onRetry={() => model.retry()}
          >
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
          </LoadFrame>
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

interface RowActions {
  readonly choose: () => void;
  readonly open: (member: string) => void;
}

function rowAttributes(row: TreeRow | undefined, selected: string | undefined, { choose, open }: RowActions) {
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
    onDoubleClick: () => node?.member !== undefined && open(node.member),
  };
}
