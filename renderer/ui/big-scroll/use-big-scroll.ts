import { useLayoutEffect, useMemo, useState } from 'react';
import { useStore } from '../../data/store/store.js';
import { type Axis, type Span, spanInView } from './axis.js';
import { elementPxOf } from './scroll-scale.js';
import { type ScrollLayout, type ScrollState, ScrollStore } from './scroll-store.js';

/** Rows and columns outside the view that are drawn too, so that a slow frame shows no gap. */
const overscan = { rows: 4, columns: 1 } as const;

/** Items are positioned relative to the start of such a group, so that scrolling moves the group and not each item. */
const groupItems = { rows: 256, columns: 64 } as const;

export interface BigScroll {
  /** `ref` of the element that scrolls: `overflow: auto`, of a definite size. */
  readonly attach: (element: HTMLElement | null) => (() => void) | undefined;
  readonly state: ScrollState;
  /** Size of the element inside it, whose only child is the stage: `position: sticky; top: 0; left: 0`, in the size of `state`. */
  readonly space: { readonly width: number; readonly height: number };
  readonly rows: Placement;
  readonly columns: Placement;
  /** Rows that fit into the view, by which Page Up and Page Down move. At least 1. */
  readonly pageRows: number;
  /** The cell at a point of the stage; clamped to the nearest one, -1 where there is none. */
  placeAt(xPx: number, yPx: number): { readonly row: number; readonly column: number };
  /** Scrolls a cell into view; to the middle when it was far away, or with `centre` when its row was out of view. */
  scrollTo(row: number, column?: number, centre?: boolean): void;
}

/** The items of one direction to draw. */
export interface Placement extends Span {
  /** Start of the item `base` on the stage; changes with every frame. */
  readonly shiftPx: number;
  /** The item that the others are positioned relative to: `axis.startOf(index) - basePx` changes only with `base`. */
  readonly base: number;
  readonly basePx: number;
  /** Number of elements: `index % slots` is the key of an item, so that its element is used again for another item. */
  readonly slots: number;
}

/**
 * Scrolls any number of rows and columns, of which only those in view are drawn. They are not in the scrolling content but on a
 * stage that sticks to the view, and `shiftPx` moves them there. So callers need no care for lengths beyond a browser's largest
 * element, and scrolling faster than the frame rate shows an old frame, never a blank one.
 *
 * Memoise the axes (`useMemo`): a new axis is new content.
 */
export function useBigScroll({ rows, columns, headPx, indexPx }: ScrollLayout): BigScroll {
  const layout = useMemo(() => ({ rows, columns, headPx, indexPx }), [rows, columns, headPx, indexPx]);
  const [store] = useState(() => new ScrollStore(layout));
  useLayoutEffect(() => store.setLayout(layout), [store, layout]);
  const state = useStore(store);
  const views = { rows: state.heightPx - headPx, columns: state.widthPx - indexPx };
  return {
    attach: store.attach,
    state,
    space: { width: elementPxOf(columns.totalPx) + indexPx, height: elementPxOf(rows.totalPx) + headPx },
    rows: placementOf(rows, state.rowPx, views.rows, 'rows'),
    columns: placementOf(columns, state.columnPx, views.columns, 'columns'),
    pageRows: Math.max(1, Math.floor(views.rows / Math.max(1, rows.sizeOf(0)))),
    placeAt: (xPx, yPx) => ({
      row: rows.indexAt(state.rowPx + yPx - headPx),
      column: columns.indexAt(state.columnPx + xPx - indexPx),
    }),
    scrollTo: (row, column, centre) => store.reveal(row, column, centre),
  };
}

function placementOf(axis: Axis, positionPx: number, viewPx: number, kind: 'rows' | 'columns'): Placement {
  const span = spanInView(axis, Math.min(positionPx, axis.totalPx), viewPx, overscan[kind]);
  const base = span.first - (span.first % groupItems[kind]);
  const basePx = axis.startOf(base);
  const slots = Math.max(1, axis.mostIn(viewPx) + 2 * overscan[kind]);
  return { ...span, base, basePx, shiftPx: basePx - positionPx, slots };
}
