import { memo } from 'react';
import { useQuery } from '../../../../data/use-query.js';
import { useFormat } from '../../../../format/format-context.js';
import { Button } from '../../../../ui/Button.js';
import { useDocument } from '../../model/document-context.js';
import { groupDigits, regionStyle } from '../../structure/node-words.js';
import { fillOf } from './byte-words.js';
import type { Fold } from './folds.js';
import styles from './hex.module.css';
import { type HexGeometry, rowBytes } from './hex-layout.js';

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

/** Folded rows as one line: how many bytes of what, and a button that shows them. */
export const FoldLine = memo(function FoldLine(props: Props) {
  const { id, fold, ariaRow, topPx, geometry, isActive, isSelected, onShow } = props;
  const format = useFormat();
  const fill = useFill(fold);
  const count = format.countOf((fold.endRow - fold.startRow) * rowBytes, 'byte');
  const words = `${count}${fill ? `, all ${fill}` : ''}: ${groupDigits(fold.what)}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: only rows in view are rendered, which a table cannot do
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
        '--fold-mark': regionStyle(fold.region).mark,
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

/** Larger folds are not read for this. */
const maxBytes = 2 ** 20;
/** A fold is read when it has been in view for this time. */
const restMs = 120;

/** The value that all bytes of a reserve have: `00`, `ff`; undefined when they differ or are not read. */
function useFill({ startRow, endRow, region }: Fold): string | undefined {
  const { client, overview, version } = useDocument();
  const { document } = overview;
  const request = { document, startByte: startRow * rowBytes, endByte: endRow * rowBytes };
  const isReserve = region === 'metadata-reserve' || region === 'offsets-reserve';
  const isRead = isReserve && request.endByte - request.startByte <= maxBytes;
  const { value, isCurrent } = useQuery(
    isRead ? `${version} ${JSON.stringify(request)}` : undefined,
    async (signal) => fillOf(await (await client.stream('inspect.bytes', request, signal)).bytes()),
    { restMs },
  );
  return isCurrent ? value : undefined;
}
