import { type RefCallback, useCallback, useEffect, useRef, useState } from 'react';
import { zoomSpan } from './plot-part.js';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Items in view of an axis: `first` until the wheel zooms over the element with the ref, or they are set. Another `key`, or other
 * first ones, begin anew; a double-click does too.
 */
export function useLineZoom(key: string, first: Span, length: number, margins: { left: number; right: number }) {
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
    const onDoubleClick = () => setZoomed(undefined);
    // Not passive: the page must stay where it is.
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('dblclick', onDoubleClick);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('dblclick', onDoubleClick);
    };
  }, []);
  const setSpan = (next: Span) => setZoomed({ key: firstKey, span: next });
  return [attach, span, setSpan] as const;
}
