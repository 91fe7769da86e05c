import { useCallback, useMemo } from 'react';
import { type IntakeRow, kindOf } from '../../app/intake/intake-row.js';
import { useIntake } from '../../app/intake/use-intake.js';
import { VirtualList } from '../../ui/VirtualList.js';
import { IntakeItemRow } from './IntakeItemRow.js';
import styles from './intake.module.css';
import { rowHeightOf } from './row-heights.js';
import { useMedia } from './use-media.js';

interface Props {
  /** Opens the import sheet of a row. */
  readonly onImport: (row: IntakeRow) => void;
}

/** The rows of the card: as high as they are together, up to what fits the window. */
export function IntakeList({ onImport }: Props) {
  const { rows, leftOut } = useIntake();
  const isNarrow = useMedia('(max-width: 1200px)');
  const shown = useMemo(() => rows.filter((row) => !leftOut.has(kindOf(row))), [rows, leftOut]);
  const heights = useMemo(() => shown.map((row) => rowHeightOf(row, isNarrow)), [shown, isNarrow]);
  const total = heights.reduce((sum, height) => sum + height, 0);
  const rowHeight = useCallback((index: number) => heights[index] ?? 0, [heights]);
  return (
    <div className={styles.list} style={{ '--total': `${total}px` }}>
      <VirtualList
        label="Files"
        count={shown.length}
        rowHeight={rowHeight}
        rowKey={(index) => shown[index]?.id ?? ''}
        renderRow={(index) => {
          const row = shown[index];
          return row && <IntakeItemRow row={row} onImport={onImport} />;
        }}
      />
    </div>
  );
}
