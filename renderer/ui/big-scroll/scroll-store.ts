import { Store } from '../../data/store/store.js';
import { type Axis, positionToReveal } from './axis.js';
import { clampPosition, type Extent, isScaled, positionAfterScroll, scrollOfPosition } from './scroll-scale.js';

/** The content of a scroller. */
export interface ScrollLayout {
  readonly rows: Axis;
  readonly columns: Axis;
  /** Height of the header row and width of the index columns, which do not scroll. */
  readonly headPx: number;
  readonly indexPx: number;
}

/** What a scroller shows: positions in content pixels, and its inner width and height. */
export interface ScrollState {
  readonly rowPx: number;
  readonly columnPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Pixels per line, for wheel events that count lines. */
const wheelLinePx = 40;

/**
 * Position of one scroller, outside React. Scroll, wheel and resize events and calls of moveTo change one immutable state,
 * which is read with useSyncExternalStore, so that each frame shows the position of the scroll bar.
 */
export class ScrollStore extends Store<ScrollState> {
  #element: HTMLElement | undefined;
  /** The column that was revealed last, until the user scrolls sideways: it stays in view when widths change. */
  #keptColumn: number | undefined;

  #layout: ScrollLayout;

  constructor(layout: ScrollLayout) {
    super({ rowPx: 0, columnPx: 0, widthPx: 0, heightPx: 0 });
    this.#layout = layout;
  }

  /** Pass it as `ref` to the element that scrolls. */
  readonly attach = (element: HTMLElement | null): (() => void) | undefined => {
    if (!element) return undefined;
    this.#element = element;
    const onScroll = () => this.#onScroll(element);
    const onWheel = (event: WheelEvent) => this.#onWheel(event);
    const observer = new ResizeObserver(() => this.#onResize(element));
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    // Not passive: scaled content is moved by moveTo instead of the browser.
    element.addEventListener('wheel', onWheel, { passive: false });
    this.#onResize(element);
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
      this.#element = undefined;
    };
  };

  /** Replaces the layout after the content changed; the position stays the same where it can. */
  setLayout(layout: ScrollLayout): void {
    this.#layout = layout;
    this.moveTo(this.state().rowPx, this.#keptColumnPx());
  }

  /** Scrolls to a position, in content pixels. */
  moveTo(rowPx: number, columnPx: number): void {
    const { rows, columns } = this.extents();
    const moved = { rowPx: clampPosition(rowPx, rows), columnPx: clampPosition(columnPx, columns) };
    this.#apply(moved);
    if (!this.#element) return;
    const top = scrollOfPosition(moved.rowPx, rows);
    const left = scrollOfPosition(moved.columnPx, columns);
    if (Math.abs(this.#element.scrollTop - top) > 0.5) this.#element.scrollTop = top;
    if (Math.abs(this.#element.scrollLeft - left) > 0.5) this.#element.scrollLeft = left;
  }

  /** Scrolls a cell into view; see positionToReveal. */
  reveal(row: number, column: number | undefined, centre = false): void {
    this.#keptColumn = column;
    const rowPx = positionToReveal(this.#layout.rows, row, this.state().rowPx, this.extents().rows.viewPx, centre);
    this.moveTo(rowPx, this.#keptColumnPx());
  }

  /** Both directions, without header row and index columns. */
  extents(): { readonly rows: Extent; readonly columns: Extent } {
    const { rows, columns, headPx, indexPx } = this.#layout;
    const { widthPx, heightPx } = this.state();
    return {
      rows: { totalPx: rows.totalPx, viewPx: Math.max(0, heightPx - headPx) },
      columns: { totalPx: columns.totalPx, viewPx: Math.max(0, widthPx - indexPx) },
    };
  }

  #keptColumnPx(): number {
    const { columnPx } = this.state();
    if (this.#keptColumn === undefined) return columnPx;
    return positionToReveal(this.#layout.columns, this.#keptColumn, columnPx, this.extents().columns.viewPx);
  }

  #onScroll({ scrollTop, scrollLeft }: HTMLElement): void {
    const { rows, columns } = this.extents();
    const columnPx = positionAfterScroll(this.state().columnPx, scrollLeft, columns);
    if (Math.abs(columnPx - this.state().columnPx) > 1) this.#keptColumn = undefined;
    this.#apply({ rowPx: positionAfterScroll(this.state().rowPx, scrollTop, rows), columnPx });
  }

  #onWheel(event: WheelEvent): void {
    const { rows, columns } = this.extents();
    const isAnyScaled = isScaled(rows.totalPx) || isScaled(columns.totalPx);
    if (!isAnyScaled || event.ctrlKey || event.defaultPrevented) return;
    const { rowPx, columnPx } = this.state();
    const unit = [1, wheelLinePx, rows.viewPx][event.deltaMode] ?? 1;
    const sideways = event.shiftKey && event.deltaX === 0;
    if (sideways || event.deltaX !== 0) this.#keptColumn = undefined;
    this.moveTo(
      rowPx + (sideways ? 0 : event.deltaY * unit),
      columnPx + (sideways ? event.deltaY : event.deltaX) * unit,
    );
    if (this.state().rowPx !== rowPx || this.state().columnPx !== columnPx) event.preventDefault();
  }

  #onResize({ clientWidth, clientHeight }: HTMLElement): void {
    this.#apply({ widthPx: clientWidth, heightPx: clientHeight });
    this.moveTo(this.state().rowPx, this.#keptColumnPx());
  }

  #apply(change: Partial<ScrollState>): void {
    const next = { ...this.state(), ...change };
    const same = (Object.keys(next) as (keyof ScrollState)[]).every((key) => next[key] === this.state()[key]);
    if (!same) this.set(next);
  }
}
