import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { type IntakeRow, kindOf } from '../../app/intake/intake-row.js';
import { kindNames } from '../../app/intake/kind-icons.js';
import { useIntake, useIntakeStore } from '../../app/intake/use-intake.js';
import { formatCount } from '../../format/counts.js';
import { Checkbox } from '../../ui/Checkbox.js';
import { VirtualList } from '../../ui/VirtualList.js';
import { IntakeItemRow } from './IntakeItemRow.js';
import styles from './intake.module.css';
import { countKinds } from './model.js';
import { rowHeightOf } from './row-heights.js';

interface Props {
  /** Opens the import sheet of a row. */
  readonly onImport: (row: IntakeRow) => void;
}

/** The rows of the card: as high as all rows together, at most what fits the window. */
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

/** Whether a media query matches, such as `(max-width: 1200px)`. */
function useMedia(query: string): boolean {
  const media = useMemo(() => matchMedia(query), [query]);
  const subscribe = useCallback(
    (listener: () => void) => {
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [media],
  );
  return useSyncExternalStore(subscribe, () => media.matches);
}

/** Chooses the kinds of files to compress or decompress, when there are several kinds. */
export function KindFilter() {
  const store = useIntakeStore();
  const { rows, leftOut } = useIntake();
  const counts = useMemo(() => [...countKinds(rows)], [rows]);
  if (counts.length < 2) return null;
  return (
    <fieldset className={styles.filter} aria-label="Kinds to include">
      <span className="dim">Include</span>
      {counts.map(([kind, count]) => (
        <Checkbox key={kind} checked={!leftOut.has(kind)} onChange={(wanted) => store.setKind(kind, wanted)}>
          {kindNames[kind]} <span className="dim">{formatCount(count)}</span>
        </Checkbox>
      ))}
    </fieldset>
  );
}
