import { useRef } from 'react';
import styles from './big-scroll.module.css';

interface Props {
  readonly widthPx: number;
  /** The wanted width in pixels; undefined after a double-click, which wants the width that suits the content. */
  readonly onWidth: (widthPx: number | undefined) => void;
}

/** The right edge of a column's head, which can be dragged. The grid has keys for the same. */
export function ColumnEdge({ widthPx, onWidth }: Props) {
  const pressed = useRef<{ readonly x: number; readonly widthPx: number }>(undefined);
  return (
    <span
      className={styles.edge}
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        // The head itself would select its column.
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        pressed.current = { x: event.clientX, widthPx };
      }}
      onPointerMove={({ clientX }) => {
        if (pressed.current) onWidth(pressed.current.widthPx + clientX - pressed.current.x);
      }}
      onPointerUp={() => {
        pressed.current = undefined;
      }}
      onDoubleClick={() => onWidth(undefined)}
    />
  );
}
