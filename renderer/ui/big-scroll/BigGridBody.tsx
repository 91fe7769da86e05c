import { memo } from 'react';
import { classNames } from '../class-names.js';
import type { Axis } from './axis.js';
import styles from './big-scroll.module.css';
import type { GridRenderers } from './grid-renderers.js';
import type { Placement } from './use-big-scroll.js';

interface Props {
  readonly id: string;
  readonly renderers: GridRenderers;
  readonly rowHeight: number;
  readonly indexPx: number;
  readonly rows: Placement;
  readonly columns: Placement;
  /** Of the columns. */
  readonly axis: Axis;
}

/** The rows of a BigGrid. One transform moves them all; a row keeps its element while it is in view. */
export function BigGridBody({ id, renderers, rowHeight, indexPx, rows, columns, axis }: Props) {
  return (
    <div className={styles.layer} role="presentation" style={{ transform: `translateY(${rows.shiftPx}px)` }}>
      {Array.from({ length: rows.end - rows.first }, (_, at) => rows.first + at).map((row) => (
        <BigGridRow
          // A row that leaves the view at one side frees its element for a row at the other side.
          key={row % rows.slots}
          id={id}
          renderers={renderers}
          row={row}
          topPx={(row - rows.base) * rowHeight}
          heightPx={rowHeight}
          indexPx={indexPx}
          columnFirst={columns.first}
          columnEnd={columns.end}
          columnBasePx={columns.basePx}
          columnSlots={columns.slots}
          axis={axis}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly renderers: GridRenderers;
  readonly row: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly indexPx: number;
  readonly columnFirst: number;
  readonly columnEnd: number;
  readonly columnBasePx: number;
  readonly columnSlots: number;
  readonly axis: Axis;
}

const BigGridRow = memo(function BigGridRow({ id, renderers, row, topPx, heightPx, indexPx, ...span }: RowProps) {
  const { columnFirst, columnEnd, columnBasePx, columnSlots, axis } = span;
  const { className, ...attributes } = renderers.rowProps?.(row) ?? {};
  const columns = Array.from({ length: columnEnd - columnFirst }, (_, at) => columnFirst + at);
  return (
    // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      className={classNames(styles.row, className as string | undefined)}
      role="row"
      aria-rowindex={row + 2}
      {...attributes}
      style={{ transform: `translateY(${topPx}px)`, height: heightPx }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the row */}
      <div className={styles.rowHead} role="rowheader" aria-colindex={1} style={{ width: indexPx }}>
        {renderers.rowHead(row)}
      </div>
      <div className={styles.cells} role="presentation">
        {columns.map((column) => {
          const { className: own, ...cellAttributes } = renderers.cellProps?.(row, column) ?? {};
          return (
            // biome-ignore lint/a11y/useSemanticElements: as the row
            // biome-ignore lint/a11y/useFocusableInteractive: as the row
            <div
              key={column % columnSlots}
              id={`${id}-${row}-${column}`}
              className={classNames(styles.cell, own as string | undefined)}
              role="gridcell"
              aria-colindex={column + 2}
              {...cellAttributes}
              style={{ left: indexPx + axis.startOf(column) - columnBasePx, width: axis.sizeOf(column) }}
            >
              {renderers.cell(row, column)}
            </div>
          );
        })}
      </div>
    </div>
  );
});
