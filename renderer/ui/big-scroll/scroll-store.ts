import { Store } from '../../data/store/store.js';
import { type Axis, positionToReveal } from './axis.js';
import { clampPosition, type Extent, isScaled, positionAfterScroll, scrollOfPosition } from './scroll-scale.js';

/** What lies where in a scroller. */
export interface ScrollLayout {
  readonly rows: Axis;
  readonly columns: Axis;
  /** Height of the head row and width of the index columns, which stay. */
  readonly headPx: number;
  readonly indexPx: number;
}

/** What a scroller shows: positions in content pixels, sizes of its inside. */
export interface ScrollState {
  readonly rowPx: number;
  readonly columnPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Pixels of a line of wheels that count in lines. */
const wheelLinePx = 40;

/**
 * Position of one scroller, apart from React: the browser's scroll events, wheel, size and our own moves come in, and one
 * immutable state comes out, to be read with useSyncExternalStore, so that each frame shows what the scroll bar says.
 */
export class ScrollStore extends Store<ScrollState> {
  #element: HTMLElement | undefined;
  /** The column that was brought into view last, until somebody scrolls sideways: it stays there when widths change. */
  #keptColumn: number | undefined;

  #layout: ScrollLayout;

  constructor(layout: ScrollLayout) {
    super({ rowPx: 0, columnPx: 0, widthPx: 0, heightPx: 0 });
    this.#layout = layout;
  }

  /** As a `ref` of the element that scrolls. */
  readonly attach = (element: HTMLElement | null): (() => void) | undefined => {
    if (!element) return undefined;
    this.#element = element;
    const onScroll = () => this.#scrolled(element);
    const onWheel = (event: WheelEvent) => this.#wheeled(event);
    const observer = new ResizeObserver(() => this.#resized(element));
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    // Not passive: scaled content moves by our own hand.
    element.addEventListener('wheel', onWheel, { passive: false });
    this.#resized(element);
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
      this.#element = undefined;
    };
  };

  /** After the content changed; what is shown stays as near as it can. */
  setLayout(layout: ScrollLayout): void {
    this.#layout = layout;
    this.moveTo(this.state().rowPx, this.#keptColumnPx());
  }

  /** Goes to a position, in content pixels. */
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

  /** Brings a cell into view: by the shortest way when it is near, else its row to the middle; see positionToReveal. */
  reveal(row: number, column: number | undefined, centre = false): void {
    this.#keptColumn = column;
    const rowPx = positionToReveal(this.#layout.rows, row, this.state().rowPx, this.extents().rows.viewPx, centre);
    this.moveTo(rowPx, this.#keptColumnPx());
  }

  /** Both directions, without heads and index columns. */
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

  #scrolled({ scrollTop, scrollLeft }: HTMLElement): void {
    const { rows, columns } = this.extents();
    const columnPx = positionAfterScroll(this.state().columnPx, scrollLeft, columns);
    if (Math.abs(columnPx - this.state().columnPx) > 1) this.#keptColumn = undefined;
    this.#apply({ rowPx: positionAfterScroll(this.state().rowPx, scrollTop, rows), columnPx });
  }

  #wheeled(event: WheelEvent): void {
    const { rows, columns } = this.extents();
    const isOurs = isScaled(rows.totalPx) || isScaled(columns.totalPx);
    if (!isOurs || event.ctrlKey || event.defaultPrevented) return;
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

  #resized({ clientWidth, clientHeight }: HTMLElement): void {
    this.#apply({ widthPx: clientWidth, heightPx: clientHeight });
    this.moveTo(this.state().rowPx, this.#keptColumnPx());
  }

  #apply(change: Partial<ScrollState>): void {
    const next = { ...this.state(), ...change };
    const same = (Object.keys(next) as (keyof ScrollState)[]).every((key) => next[key] === this.state()[key]);
    if (!same) this.set(next);
  }
}
