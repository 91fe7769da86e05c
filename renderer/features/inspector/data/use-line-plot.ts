import { type RefCallback, useCallback, useEffect, useRef, useState } from 'react';
import type { DataShape, Plane } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import type { CellPart } from './cell-range.js';
import { type DataState, drawnValues, partPrefix, plottedField } from './data-state.js';
import { lineMargins } from './LineChart.js';
import { isRounded } from './line-paths.js';
import { addressOf } from './plane-model.js';
import { zoomSpan } from './plot-part.js';
import { useLine } from './use-line.js';

/** The column or the row through the active cell: what it is, which part of it is in view, and its values. */
export function useLinePlot(data: DataShape, state: DataState, part: CellPart, widthPx: number) {
  const format = useFormat();
  const { plane, range } = state;
  const along = plane.columnAxis === undefined ? 'column' : state.lineAlong;
  const axis = axesOf(plane, along).along ?? 0;
  const length = data.shape[axis] ?? 0;
  const [attachZoom, span, setSpan] = useLineZoom(
    `${axis}`,
    firstSpan(part, plane, along, length),
    length,
    lineMargins,
  );
  const { index } = addressOf(data, plane, range.active);
  const field = plottedField(data, state);
  const drawn = drawnValues(data, state);
  const line = useLine(
    {
      axis,
      held: index,
      ...(field !== undefined && { field }),
      ...span,
      points: Math.max(0, Math.floor(widthPx - lineMargins.left - lineMargins.right)),
    },
    drawn,
  );
  const noun = along === 'row' ? 'columns' : 'rows';
  const isPart = span.end - span.start < length;
  const { across } = axesOf(plane, along);
  const name = across === undefined ? (data.fields[field ?? 0]?.name ?? '') : format.count(index[across] ?? 0);
  return {
    along,
    line,
    isRounded: isRounded(drawn.dtype, line.value?.values),
    attachZoom,
    span,
    isPart,
    showAll: () => setSpan({ start: 0, end: length }),
    /** Where the cell is along the line. */
    at: index[axis] ?? 0,
    title: `${partPrefix(drawn)}${along === 'row' ? 'Row' : 'Column'} ${name}`.trim(),
    words: isPart ? `${noun} ${format.count(span.start)} to ${format.count(span.end - 1)}` : `all ${noun}`,
  };
}

function axesOf({ rowAxis, columnAxis }: Plane, along: DataState['lineAlong']) {
  return along === 'row' ? { along: columnAxis, across: rowAxis } : { along: rowAxis, across: columnAxis };
}

/** The part's rows or columns as items of their axis. */
function firstSpan(part: CellPart, plane: Plane, along: DataState['lineAlong'], length: number) {
  const step = (along === 'row' ? plane.columnStep : plane.rowStep) ?? 1;
  const [start, end] = along === 'row' ? [part.columnStart, part.columnEnd] : [part.rowStart, part.rowEnd];
  return { start: start * step, end: Math.min(length, end * step) };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Items in view of an axis: `first` until the wheel zooms over the element with the ref, it is dragged, or they are set. Another `key`,
 * other first items and a double-click reset them.
 */
function useLineZoom(key: string, first: Span, length: number, margins: { left: number; right: number }) {
  const firstKey = `${key} ${first.start} ${first.end}`;
  const [zoomed, setZoomed] = useState<{ readonly key: string; readonly span: Span }>();
  const span = zoomed?.key === firstKey ? zoomed.span : first;
  const latest = useRef({ firstKey, span, length, margins });
  useEffect(() => {
    latest.current = { firstKey, span, length, margins };
  });
  const attach = useCallback<RefCallback<HTMLElement>>((element) => {
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const now = latest.current;
      const { left, width } = element.getBoundingClientRect();
      const share = (event.clientX - left - now.margins.left) / (width - now.margins.left - now.margins.right);
      const held = Math.max(0, Math.min(1, share));
      event.preventDefault();
      const [start, end] = zoomSpan(now.span.start, now.span.end, now.length, event.deltaY > 0 ? 1.25 : 0.8, held);
      setZoomed({ key: now.firstKey, span: { start, end } });
    };
    let pressed: { readonly x: number; readonly span: Span } | undefined;
    const onPointerDown = (event: PointerEvent) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      pressed = { x: event.clientX, span: latest.current.span };
    };
    const onPointerMove = (event: PointerEvent) => {
      if (!pressed) return;
      const now = latest.current;
      const { width } = element.getBoundingClientRect();
      const count = pressed.span.end - pressed.span.start;
      const moved = ((pressed.x - event.clientX) / (width - now.margins.left - now.margins.right)) * count;
      const start = Math.max(0, Math.min(now.length - count, Math.round(pressed.span.start + moved)));
      if (start !== now.span.start) setZoomed({ key: now.firstKey, span: { start, end: start + count } });
    };
    const onPointerUp = () => {
      pressed = undefined;
    };
    const onDoubleClick = () => setZoomed(undefined);
    // Not passive, so that the page does not scroll.
    element.addEventListener('wheel', onWheel, { passive: false });
    const listeners = {
      dblclick: onDoubleClick,
      pointerdown: onPointerDown,
      pointermove: onPointerMove,
      pointerup: onPointerUp,
      pointercancel: onPointerUp,
    } as const;
    // The table pairs each event with a listener for it.
    const pairs = Object.entries(listeners) as [string, (event: Event) => void][];
    for (const [name, listener] of pairs) element.addEventListener(name, listener);
    return () => {
      element.removeEventListener('wheel', onWheel);
      for (const [name, listener] of pairs) element.removeEventListener(name, listener);
    };
  }, []);
  const setSpan = (next: Span) => setZoomed({ key: firstKey, span: next });
  return [attach, span, setSpan] as const;
}
