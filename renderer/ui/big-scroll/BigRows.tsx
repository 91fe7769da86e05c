import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
} from 'react';
import { classNames } from '../class-names.js';
import { evenAxis } from './axis.js';
import styles from './big-scroll.module.css';
import { rowAfterKey } from './grid-keys.js';
import { type Placement, useBigScroll } from './use-big-scroll.js';

export interface BigRowsHandle {
  /** Scrolls a row into view; to the middle when it was far away, or with `centre` when it was out of view. */
  scrollTo(row: number, centre?: boolean): void;
}

type Attributes = Readonly<Record<string, unknown>>;

interface Props {
  /** Its name for screen readers. */
  readonly label: string;
  /** Rows are `row`s of a grid (render GridCells), `treeitem`s of a tree, `option`s or `listitem`s. Default `grid`. */
  readonly role?: 'grid' | 'treegrid' | 'tree' | 'listbox' | 'list';
  /** Up to 10^8. */
  readonly rowCount: number;
  /** Pixels; the same for all. */
  readonly rowHeight: number;
  /**
   * Renders a row, also one whose data are not loaded. Memoise it (`useCallback`): rows are rendered again only when it changes.
   */
  readonly renderRow: (row: number) => ReactNode;
  /** Attributes of the element around a row: `data-selected`, `aria-selected`, `aria-level`, `onClick`. Memoise it too. */
  readonly rowProps?: (row: number) => Attributes;
  /** Shown above the rows, does not scroll down: a GridHeadRow, which is row 1. */
  readonly header?: ReactNode;
  readonly headHeight?: number;
  readonly columnCount?: number;
  /** Width of a row in pixels; a narrower view scrolls sideways, with the header. */
  readonly contentWidth?: number;
  /** The row with the focus of the list; a change scrolls it into view. */
  readonly activeRow?: number | undefined;
  /** Makes the list a Tab stop whose arrow, page, Home and End keys move the active row. */
  readonly onActiveRow?: (row: number, keys: { readonly extend: boolean }) => void;
  /** Called before the list's own keys, which preventDefault suppresses. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** Called with the drawn rows, end-exclusive, when they change, to load them. */
  readonly onVisible?: (first: number, end: number) => void;
  readonly multiselectable?: boolean;
  readonly className?: string | undefined;
  readonly ref?: Ref<BigRowsHandle>;
}

const rowRoles = { grid: 'row', treegrid: 'row', tree: 'treeitem', listbox: 'option', list: 'listitem' } as const;

/** Up to 10^8 rows of one height, of which only those in view are drawn: tables, trees, hex. See useBigScroll. */
export function BigRows(props: Props) {
  const { role = 'grid', rowCount, rowHeight, contentWidth = 0, activeRow, onActiveRow, onVisible, ref } = props;
  const headHeight = props.header ? (props.headHeight ?? 28) : 0;
  const id = useId();
  const rows = useMemo(() => evenAxis(rowCount, rowHeight), [rowCount, rowHeight]);
  const columns = useMemo(() => evenAxis(1, contentWidth), [contentWidth]);
  const scroll = useBigScroll({ rows, columns, headPx: headHeight, indexPx: 0 });
  const { first, end } = scroll.rows;
  const { scrollTo } = scroll;
  useImperativeHandle(ref, () => ({ scrollTo: (row, centre) => scrollTo(row, undefined, centre) }));
  useEffect(() => onVisible?.(first, end), [onVisible, first, end]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the row scrolls, not each frame
  useEffect(() => {
    if (activeRow !== undefined && activeRow >= 0) scrollTo(activeRow);
  }, [activeRow]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    props.onKeyDown?.(event);
    if (event.defaultPrevented || !onActiveRow) return;
    const next = rowAfterKey(event, activeRow ?? -1, rowCount, scroll.pageRows);
    if (next === undefined) return;
    event.preventDefault();
    onActiveRow(next, { extend: event.shiftKey });
  };
  const isActiveDrawn = activeRow !== undefined && activeRow >= first && activeRow < end;
  const isGrid = role === 'grid' || role === 'treegrid';
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: each role has the attributes that it supports
    // biome-ignore lint/a11y/noStaticElementInteractions: all of the roles can have keys
    <div
      ref={scroll.attach}
      className={classNames(styles.scroller, props.className)}
      role={role}
      aria-label={props.label}
      aria-rowcount={isGrid ? rowCount + (props.header ? 1 : 0) : undefined}
      aria-colcount={isGrid ? props.columnCount : undefined}
      aria-multiselectable={props.multiselectable}
      aria-activedescendant={isActiveDrawn ? `${id}-${activeRow}` : undefined}
      tabIndex={onActiveRow || props.onKeyDown ? 0 : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={styles.space} role="presentation" style={scroll.space}>
        <div
          className={styles.stage}
          role="presentation"
          style={{
            width: scroll.state.widthPx,
            height: scroll.state.heightPx,
            '--big-scroll-x': `${-scroll.state.columnPx}px`,
          }}
        >
          {props.header && (
            <div className={styles.head} role="presentation" style={{ height: headHeight }}>
              <div className={styles.cells} role="presentation" style={{ width: contentWidth || undefined }}>
                {props.header}
              </div>
            </div>
          )}
          <div className={styles.body} role="presentation" style={{ top: headHeight }}>
            <RowLayer {...props} role={role} id={id} placement={scroll.rows} />
          </div>
        </div>
      </div>
    </div>
  );
}

interface LayerProps extends Props {
  readonly id: string;
  readonly placement: Placement;
  readonly role: keyof typeof rowRoles;
}

/** The drawn rows. One transform moves them all; a row keeps its element while it is in view. */
function RowLayer({ id, role, placement, rowCount, rowHeight, contentWidth, renderRow, rowProps, header }: LayerProps) {
  const { first, end, base, shiftPx, slots } = placement;
  const rows = Array.from({ length: end - first }, (_, at) => first + at);
  return (
    <div className={styles.layer} role="presentation" style={{ transform: `translateY(${shiftPx}px)` }}>
      {rows.map((row) => (
        <BigRow
          // A row that leaves the view at one side frees its element for a row at the other side.
          key={row % slots}
          id={`${id}-${row}`}
          role={role}
          row={row}
          rowCount={rowCount}
          ariaRow={row + (header ? 2 : 1)}
          topPx={(row - base) * rowHeight}
          heightPx={rowHeight}
          widthPx={contentWidth}
          renderRow={renderRow}
          rowProps={rowProps}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly role: keyof typeof rowRoles;
  readonly row: number;
  readonly rowCount: number;
  readonly ariaRow: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly widthPx: number | undefined;
  readonly renderRow: Props['renderRow'];
  readonly rowProps: Props['rowProps'];
}

const BigRow = memo(function BigRow({ id, role, row, rowCount, ariaRow, topPx, heightPx, widthPx, ...draw }: RowProps) {
  const isGrid = role === 'grid' || role === 'treegrid';
  const { className, ...attributes } = draw.rowProps?.(row) ?? {};
  const position = isGrid ? { 'aria-rowindex': ariaRow } : { 'aria-setsize': rowCount, 'aria-posinset': row + 1 };
  return (
    <div
      id={id}
      className={classNames(styles.row, typeof className === 'string' ? className : undefined)}
      role={rowRoles[role]}
      data-index={row}
      {...position}
      {...attributes}
      style={{
        transform: `translate(var(--big-scroll-x), ${topPx}px)`,
        height: heightPx,
        width: widthPx ? `max(100%, ${widthPx}px)` : undefined,
      }}
    >
      {draw.renderRow(row)}
    </div>
  );
});
