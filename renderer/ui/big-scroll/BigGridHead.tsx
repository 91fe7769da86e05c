import type { ReactNode } from 'react';
import { classNames } from '../class-names.js';
import type { Axis } from './axis.js';
import styles from './big-scroll.module.css';
import { ColumnEdge } from './ColumnEdge.js';
import type { GridRenderers } from './grid-renderers.js';
import type { Placement } from './use-big-scroll.js';

interface Props {
  readonly renderers: GridRenderers;
  readonly corner: ReactNode;
  readonly axis: Axis;
  readonly placement: Placement;
  readonly heightPx: number;
  readonly indexPx: number;
  readonly onColumnWidth?: ((column: number, widthPx: number | undefined) => void) | undefined;
}

/** The column headers and the corner before them: row 1 of a BigGrid. */
export function BigGridHead({ renderers, corner, axis, placement, heightPx, indexPx, onColumnWidth }: Props) {
  const { first, end, basePx } = placement;
  const columns = Array.from({ length: end - first }, (_, at) => first + at);
  return (
    // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div className={styles.head} role="row" aria-rowindex={1} style={{ height: heightPx }}>
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the row */}
      <div className={styles.corner} role="columnheader" aria-colindex={1} style={{ width: indexPx }}>
        {corner}
      </div>
      <div className={styles.cells} role="presentation">
        {columns.map((column) => {
          const { className, ...attributes } = renderers.columnHeadProps?.(column) ?? {};
          return (
            // biome-ignore lint/a11y/useSemanticElements: as the row
            // biome-ignore lint/a11y/useFocusableInteractive: as the row
            <div
              key={column}
              className={classNames(styles.columnHead, className as string | undefined)}
              role="columnheader"
              aria-colindex={column + 2}
              {...attributes}
              style={{ left: indexPx + axis.startOf(column) - basePx, width: axis.sizeOf(column) }}
            >
              {renderers.columnHead(column)}
              {onColumnWidth && (
                <ColumnEdge widthPx={axis.sizeOf(column)} onWidth={(widthPx) => onColumnWidth(column, widthPx)} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
