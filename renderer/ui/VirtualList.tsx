import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { classNames } from './class-names.js';
import styles from './virtual-list.module.css';

export interface VirtualListHandle {
  /** Scrolls a row into view. */
  scrollTo(index: number): void;
}

interface Props {
  /** Its name for screen readers. */
  readonly label: string;
  readonly count: number;
  /**
   * Height of a row in pixels. Memoise it (`useCallback`): another function has the height of every row asked for again.
   */
  readonly rowHeight: (index: number) => number;
  /** A row's key. It must not change when rows are reordered, so that they keep their state. */
  readonly rowKey: (index: number) => string;
  readonly renderRow: (index: number) => ReactNode;
  /**
   * `list`: rows are `listitem`s. `grid`: rows are `row`s; render cells with `role="gridcell"`, and give `header` the row of
   * `columnheader`s. `none`: the rows have their own roles.
   */
  readonly kind?: 'list' | 'grid' | 'none';
  /** Attributes of the element around a row: `data-selected`, `aria-selected`, `onClick`, `draggable`, `tabIndex`. */
  readonly rowProps?: (index: number) => Readonly<Record<string, unknown>>;
  /** The row with the focus; a change scrolls it into view. */
  readonly activeIndex?: number | undefined;
  /** Shown above the rows, does not scroll; for `grid` a GridHeadRow, which is row 1. */
  readonly header?: ReactNode;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** Makes the list itself a Tab stop. */
  readonly tabIndex?: number;
  /** With `aria-activedescendant` rows need ids: `rowProps` may give them. */
  readonly activeId?: string | undefined;
  readonly multiselectable?: boolean;
  readonly className?: string | undefined;
  readonly ref?: Ref<VirtualListHandle>;
}

/** A list of any number of rows that draws only those in view. Screen readers get the others through row indexes. */
export function VirtualList(props: Props) {
  const { label, count, rowHeight, rowKey, activeIndex, header, kind = 'list', ref, className } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 12,
    useFlushSync: false,
  });
  useImperativeHandle(ref, () => ({ scrollTo: (index) => rows.scrollToIndex(index, { align: 'auto' }) }), [rows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights follow `rowHeight`, which the virtualizer caches
  useEffect(() => rows.measure(), [rows, rowHeight]);
  useEffect(() => {
    if (activeIndex !== undefined && activeIndex >= 0) rows.scrollToIndex(activeIndex, { align: 'auto' });
  }, [rows, activeIndex]);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: each role has the attributes that it supports
    // biome-ignore lint/a11y/noStaticElementInteractions: only lists and grids get key handlers
    <div
      ref={scroller}
      className={classNames(styles.scroller, className)}
      role={kind === 'none' ? undefined : kind}
      aria-label={label}
      aria-rowcount={kind === 'grid' ? count + (header ? 1 : 0) : undefined}
      aria-multiselectable={props.multiselectable}
      aria-activedescendant={props.activeId}
      tabIndex={props.tabIndex}
      onKeyDown={props.onKeyDown}
    >
      {header && <div className={styles.header}>{header}</div>}
      <div
        className={styles.space}
        role={kind === 'none' ? undefined : 'presentation'}
        style={{ height: rows.getTotalSize() }}
      >
        {rows.getVirtualItems().map(({ index, start, size }) => (
          <div
            key={rowKey(index)}
            data-index={index}
            className={styles.row}
            {...positionProps(kind, index, count, header !== undefined)}
            {...props.rowProps?.(index)}
            style={{ transform: `translateY(${start}px)`, height: size }}
          >
            {props.renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

function positionProps(kind: 'list' | 'grid' | 'none', index: number, count: number, hasHeader: boolean) {
  if (kind === 'list') return { role: 'listitem', 'aria-setsize': count, 'aria-posinset': index + 1 };
  return kind === 'grid' ? { role: 'row', 'aria-rowindex': index + (hasHeader ? 2 : 1) } : {};
}
