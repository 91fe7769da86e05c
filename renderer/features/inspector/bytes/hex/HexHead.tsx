import { memo } from 'react';
import styles from './hex.module.css';
import type { HexGeometry } from './hex-geometry.js';
import { rowBytes } from './row-layout.js';

interface Props {
  readonly geometry: HexGeometry;
}

/** What is added to the offset of a row: row 1 of the grid. */
export const HexHead = memo(function HexHead({ geometry }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that come and go cannot be a real table's
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div className={styles.head} role="row" aria-rowindex={1}>
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the row */}
      <span className={styles.address} role="columnheader" aria-colindex={1} style={{ left: geometry.addressPx }}>
        <span className="unseen">Offset</span>
      </span>
      <span className={styles.hexPart} role="presentation" style={{ left: geometry.hexPx }}>
        {Array.from({ length: rowBytes }, (_, column) => (
          // biome-ignore lint/a11y/useSemanticElements: as the row
          // biome-ignore lint/a11y/useFocusableInteractive: as the row
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the column is what it is
            key={column}
            className={styles.columnHead}
            role="columnheader"
            aria-colindex={column + 2}
          >
            {column.toString(16)}
          </span>
        ))}
      </span>
    </div>
  );
});
