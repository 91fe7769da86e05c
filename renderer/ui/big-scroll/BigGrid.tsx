import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
} from 'react';
import { classNames } from '../class-names.js';
import { evenAxis, unevenAxis } from './axis.js';
import { BigGridBody } from './BigGridBody.js';
import { BigGridHead } from './BigGridHead.js';
import styles from './big-scroll.module.css';
import { type GridPlace, placeAfterKey } from './grid-keys.js';
import type { GridRenderers } from './grid-renderers.js';
import { useBigScroll } from './use-big-scroll.js';

export interface BigGridHandle {
  /** Scrolls a cell into view; to the middle when it was far away, or with `centre` when its row was out of view. */
  scrollTo(row: number, column: number, centre?: boolean): void;
}

/** Rows and columns that are drawn; ends are exclusive. */
export interface GridWindow {
  readonly rowStart: number;
  readonly rowEnd: number;
  readonly columnStart: number;
  readonly columnEnd: number;
}

interface Props {
  /** Its name for screen readers. */
  readonly label: string;
  /** Up to 10^8. */
  readonly rowCount: number;
  /** Up to 10^6. */
  readonly columnCount: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** Width of every column in pixels, or of each of a few columns (memoise the array). */
  readonly columnWidth: number | readonly number[];
  readonly headHeight?: number;
  /** Width of the row headers, which do not scroll sideways. */
  readonly indexWidth: number;
  readonly renderers: GridRenderers;
  /** Content of the corner above the row headers. */
  readonly corner?: ReactNode;
  /** The cell with the focus of the grid; a change scrolls it into view. */
  readonly active: GridPlace | undefined;
  /** Called by a click, a drag or a key; with `extend` the range from the anchor to this cell is to be selected. */
  readonly onActive: (place: GridPlace, keys: { readonly extend: boolean }) => void;
  /** Called by a click on a head: of a column without a row, of a row without a column, and of the corner with neither. */
  readonly onHead?: (head: { readonly row?: number; readonly column?: number }) => void;
  /**
   * Called when a column shall have another width, by dragging the edge of its head or with Alt+Shift and an arrow key; undefined for
   * the width that suits its content.
   */
  readonly onColumnWidth?: (column: number, widthPx: number | undefined) => void;
  /** Called before the grid's own keys, which preventDefault suppresses. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  /** Called when other cells are drawn, to load their values. */
  readonly onVisible?: (drawn: GridWindow) => void;
  readonly className?: string | undefined;
  readonly ref?: Ref<BigGridHandle>;
}

/** What the arrow keys add to the width of a column. */
const widthStepPx = 12;
const widthSteps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * A grid of up to 10^8 x 10^6 cells that draws only those in view. Keys follow the APG's grid pattern: one Tab stop, arrows,
 * Page Up and Down, Home and End, ranges with Shift or by dragging. Screen readers get row and column indexes. See useBigScroll.
 */
export function BigGrid(props: Props) {
  const { rowCount, columnCount, rowHeight, columnWidth, headHeight = 28, indexWidth, active, onVisible } = props;
  const id = useId();
  const rows = useMemo(() => evenAxis(rowCount, rowHeight), [rowCount, rowHeight]);
  const columns = useMemo(
    () => (typeof columnWidth === 'number' ? evenAxis(columnCount, columnWidth) : unevenAxis(columnWidth)),
    [columnCount, columnWidth],
  );
  const scroll = useBigScroll({ rows, columns, headPx: headHeight, indexPx: indexWidth });
  const { scrollTo } = scroll;
  const { first: rowStart, end: rowEnd } = scroll.rows;
  const { first: columnStart, end: columnEnd } = scroll.columns;
  useImperativeHandle(props.ref, () => ({ scrollTo }));
  useEffect(
    () => onVisible?.({ rowStart, rowEnd, columnStart, columnEnd }),
    [onVisible, rowStart, rowEnd, columnStart, columnEnd],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the cell scrolls, not each frame
  useEffect(() => {
    if (active) scrollTo(active.row, active.column);
  }, [active?.row, active?.column]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    props.onKeyDown?.(event);
    if (event.defaultPrevented) return;
    const steps = widthSteps[event.key];
    if (props.onColumnWidth && steps && event.altKey && event.shiftKey) {
      event.preventDefault();
      const column = active?.column ?? 0;
      props.onColumnWidth(column, columns.sizeOf(column) + steps * widthStepPx);
      return;
    }
    const from = active ?? { row: -1, column: 0 };
    const next = placeAfterKey(event, from, { rowCount, columnCount, pageRows: scroll.pageRows });
    if (!next) return;
    event.preventDefault();
    props.onActive(next, { extend: event.shiftKey });
  };
  const pointer = usePointerSelection(props, { headHeight, indexWidth, placeAt: scroll.placeAt });
  const isActiveDrawn =
    active &&
    active.row >= rowStart &&
    active.row < rowEnd &&
    active.column >= columnStart &&
    active.column < columnEnd;
  return (
    // biome-ignore lint/a11y/useSemanticElements: virtual rows cannot be table rows
    <div
      ref={scroll.attach}
      className={classNames(styles.scroller, props.className)}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columnCount + 1}
      aria-multiselectable="true"
      aria-activedescendant={isActiveDrawn ? `${id}-${active.row}-${active.column}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles.space} role="presentation" style={scroll.space}>
        <div
          className={styles.stage}
          role="presentation"
          style={{
            width: scroll.state.widthPx,
            height: scroll.state.heightPx,
            '--big-scroll-x': `${scroll.columns.shiftPx}px`,
          }}
          {...pointer}
        >
          <BigGridHead
            renderers={props.renderers}
            corner={props.corner}
            axis={columns}
            placement={scroll.columns}
            heightPx={headHeight}
            indexPx={indexWidth}
            onColumnWidth={props.onColumnWidth}
          />
          <div className={styles.body} role="presentation" style={{ top: headHeight }}>
            <BigGridBody
              id={id}
              renderers={props.renderers}
              rowHeight={rowHeight}
              indexPx={indexWidth}
              rows={scroll.rows}
              columns={scroll.columns}
              axis={columns}
            />
          </div>
        </div>
      </div>
    </div>
  );
}

interface Layout {
  readonly headHeight: number;
  readonly indexWidth: number;
  readonly placeAt: (xPx: number, yPx: number) => GridPlace;
}

/** Pressing the mouse button activates a cell, dragging selects a range; dragging beyond the edge scrolls. */
function usePointerSelection({ active, onActive, onHead }: Props, { headHeight, indexWidth, placeAt }: Layout) {
  const placeOf = (event: PointerEvent<HTMLDivElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const go = (event: PointerEvent<HTMLDivElement>, extend: boolean) => {
    const { x, y } = placeOf(event);
    const place = placeAt(x, y);
    const isSame = active?.row === place.row && active.column === place.column;
    if (place.row >= 0 && place.column >= 0 && !(isSame && extend)) onActive(place, { extend });
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      const { x, y } = placeOf(event);
      if (event.button !== 0) return;
      if (x < indexWidth || y < headHeight) {
        const { row, column } = placeAt(Math.max(x, indexWidth), Math.max(y, headHeight));
        onHead?.({ ...(y >= headHeight && { row }), ...(x >= indexWidth && { column }) });
        return;
      }
      event.currentTarget.setPointerCapture(event.pointerId);
      go(event, event.shiftKey);
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) go(event, true);
    },
    onContextMenu: (event: React.MouseEvent<HTMLDivElement>) => {
      const { left, top } = event.currentTarget.getBoundingClientRect();
      const x = event.clientX - left;
      const y = event.clientY - top;
      if (event.button !== 2 || x < indexWidth || y < headHeight) return;
      const place = placeAt(x, y);
      const isSelected = (event.target as Element).closest('[aria-selected="true"]') !== null;
      if (!isSelected && place.row >= 0) onActive(place, { extend: false });
    },
  };
}
