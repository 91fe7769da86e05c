import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import styles from './inspector.module.css';
import { clampWidth, paneLimits } from './pane-sizes.js';

interface Props {
  readonly pane: 'structure' | 'details';
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly onCollapse: () => void;
}

/** Between two regions: dragged, or moved by arrows; Enter collapses the outer one. */
export function Separator({ pane, width, onWidth, onCollapse }: Props) {
  const start = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const sign = pane === 'structure' ? 1 : -1;
  const { min, max } = paneLimits[pane];
  const onPointerDown = (event: PointerEvent<HTMLHRElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  const onPointerMove = ({ clientX }: PointerEvent) => {
    if (start.current) onWidth(clampWidth(pane, start.current.width + sign * (clientX - start.current.x)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = {
      ArrowRight: width + sign * 16,
      ArrowLeft: width - sign * 16,
      Home: min,
      End: max,
    }[event.key];
    if (event.key === 'Enter') onCollapse();
    else if (next !== undefined) onWidth(clampWidth(pane, next));
    else return;
    event.preventDefault();
  };
  return (
    <hr
      className={styles.separator}
      tabIndex={0}
      aria-label={pane === 'structure' ? 'Width of the structure' : 'Width of the details'}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onDoubleClick={onCollapse}
      onKeyDown={onKeyDown}
    />
  );
}
