import type { KeyboardEvent, ReactNode } from 'react';
import { useId } from 'react';
import styles from './chart.module.css';
import { useWidth } from './use-width.js';

interface Props {
  /** What the picture says, in words. */
  readonly label: string;
  /** Of the picture, in CSS pixels; may depend on the width. */
  readonly height: (width: number) => number;
  /** Which keys do what; given together with `onKeyDown`. */
  readonly help?: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children: (width: number) => ReactNode;
}

const FIRST_WIDTH_PX = 640;

/** The ground of a chart that draws itself: as wide as its frame, and reached by Tab where it takes keys. */
export function ChartSurface({ label, height, help, onKeyDown, children }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>(FIRST_WIDTH_PX);
  const helpId = useId();
  const keys = onKeyDown && { role: 'application', tabIndex: 0, onKeyDown, 'aria-describedby': helpId };
  return (
    <>
      {help && (
        <p id={helpId} className="unseen">
          {help}
        </p>
      )}
      <div ref={ref} className={styles.plot} data-tall="" role="img" aria-label={label} {...keys}>
        {/* The class of recharts' own pictures: by it the frame finds what to save. */}
        <svg className="recharts-surface" width={width} height={height(width)} display="block" aria-hidden="true">
          {children(width)}
        </svg>
      </div>
    </>
  );
}
