import { memo } from 'react';
import { useFormat } from '../../../../format/format-context.js';
import { Button } from '../../../../ui/Button.js';
import { groupDigits } from '../../structure/node-words.js';
import { regionLook } from '../regions.js';
import type { Fold } from './folds.js';
import styles from './hex.module.css';
import type { HexGeometry } from './hex-geometry.js';
import { rowBytes } from './row-layout.js';
import { useFill } from './use-fill.js';

interface Props {
  readonly id: string;
  readonly fold: Fold;
  readonly ariaRow: number | undefined;
  readonly topPx: number;
  readonly geometry: HexGeometry;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onShow: (fold: Fold) => void;
}

/** Rows that are folded: how many bytes, of what, and a way to see them. */
export const FoldLine = memo(function FoldLine(props: Props) {
  const { id, fold, ariaRow, topPx, geometry, isActive, isSelected, onShow } = props;
  const format = useFormat();
  const fill = useFill(fold);
  const count = format.countOf((fold.endRow - fold.startRow) * rowBytes, 'byte');
  const words = `${count}${fill ? `, all ${fill}` : ''}: ${groupDigits(fold.what)}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that come and go cannot be a real table's
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      className={styles.fold}
      role="row"
      aria-rowindex={ariaRow}
      data-active={isActive ? '' : undefined}
      data-selected={isSelected ? '' : undefined}
      style={{
        transform: `translateY(${topPx}px)`,
        '--fold-start': `${geometry.addressPx}px`,
        '--fold-words': `${geometry.hexPx}px`,
        '--fold-mark': regionLook(fold.region).mark,
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the row */}
      <div
        id={`${id}-fold-${fold.startRow}`}
        className={styles.foldWords}
        role="gridcell"
        aria-colindex={1}
        aria-colspan={17}
        aria-selected={isSelected}
        aria-label={`Folded: ${words}. Enter shows them.`}
      >
        <i className={styles.foldMark} />
        <span className="cut">{words}</span>
        <Button kind="link" tabIndex={-1} aria-label={`Show ${words}`} onClick={() => onShow(fold)}>
          Show
        </Button>
      </div>
    </div>
  );
});
