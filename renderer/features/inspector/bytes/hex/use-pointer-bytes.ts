import { type MouseEvent, type PointerEvent, useRef } from 'react';
import type { Fold } from './folds.js';
import { columnAt, type HexGeometry, headPx, type RowLayout, rowBytes } from './hex-layout.js';

interface Options {
  readonly layout: RowLayout<Fold>;
  readonly fileBytes: number;
  readonly geometry: HexGeometry;
  /** The line at a height of the stage; extrapolated beyond its edges. */
  readonly lineAt: (yPx: number) => number;
  readonly onMove: (byte: number, keys: { readonly extend: boolean }) => void;
  readonly onPress: (byte: number, keys: { readonly extend: boolean; readonly clicks: 1 | 2 }) => void;
}

/** A press selects a byte, dragging selects a range; beyond the edge the grid scrolls. */
export function usePointerBytes({ layout, fileBytes, geometry, lineAt, onMove, onPress }: Options) {
  const pressed = useRef<number>(undefined);
  const byteAt = (event: MouseEvent<HTMLDivElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const scrolled = event.currentTarget.parentElement?.parentElement?.scrollLeft ?? 0;
    const line = layout.lineAt(Math.max(0, lineAt(event.clientY - top)));
    const column = columnAt(event.clientX - left + scrolled, geometry);
    const byte = line.kind === 'fold' ? line.fold.startRow * rowBytes : line.row * rowBytes + column;
    return Math.min(fileBytes - 1, byte);
  };
  const stop = () => {
    pressed.current = undefined;
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0 || !isOnBytes(event)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const byte = byteAt(event);
      pressed.current = byte;
      onPress(byte, { extend: event.shiftKey, clicks: 1 });
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (pressed.current === undefined) return;
      const byte = byteAt(event);
      if (byte === pressed.current) return;
      pressed.current = byte;
      onMove(byte, { extend: true });
    },
    onDoubleClick: (event: MouseEvent<HTMLDivElement>) => {
      if (!isOnBytes(event)) return;
      onPress(byteAt(event), { extend: false, clicks: 2 });
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  };
}

/** Neither the head nor the button of a fold. */
function isOnBytes(event: MouseEvent<HTMLDivElement>): boolean {
  const { top } = event.currentTarget.getBoundingClientRect();
  const isButton = event.target instanceof Element && event.target.closest('button') !== null;
  return !isButton && event.clientY - top >= headPx;
}
