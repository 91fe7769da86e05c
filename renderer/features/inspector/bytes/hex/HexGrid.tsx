import { type KeyboardEvent, memo, useEffect, useId, useMemo, useRef } from 'react';
import { evenAxis } from '../../../../ui/big-scroll/axis.js';
import { useBigScroll } from '../../../../ui/big-scroll/use-big-scroll.js';
import { useSize } from '../../chunks/use-size.js';
import { byteAfterKey } from './cursor.js';
import type { ByteRange, Fold } from './folds.js';
import { visibleRanges } from './folds.js';
import { HexLines, type HexView } from './HexLines.js';
import styles from './hex.module.css';
import { type HexGeometry, headPx, hexGeometry, linePx, rowBytes } from './hex-layout.js';
import { usePointerBytes } from './use-pointer-bytes.js';

interface Props extends HexView {
  readonly label: string;
  /** A key or a drag moved to a byte. */
  readonly onMove: (byte: number, keys: { readonly extend: boolean }) => void;
  /** A byte was pressed: once, or twice in a row. */
  readonly onPress: (byte: number, keys: { readonly extend: boolean; readonly clicks: 1 | 2 }) => void;
  readonly onShow: (fold: Fold) => void;
  /** Bytes in view, whenever they change. */
  readonly onVisible: (ranges: readonly ByteRange[]) => void;
  /** Called before the grid handles a key, which it does not when the key is prevented. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
}

/** ARIA counts in 32 bits; a file can have more rows, which then stay uncounted. */
const maxCounted = 2 ** 31 - 2;

/** The bytes of a file of any size, of which only those in view are rendered, after the APG's grid pattern: one Tab stop. */
export function HexGrid(props: Props) {
  const { label, layout, fileBytes, cursor, isCentred, onMove, onShow, onVisible } = props;
  const id = useId();
  const [attachFrame, { width }] = useSize();
  const geometry = useMemo(() => hexGeometry(fileBytes, width || undefined), [fileBytes, width]);
  const rows = useMemo(() => evenAxis(layout.lineCount, linePx), [layout]);
  const columns = useMemo(() => evenAxis(1, geometry.widthPx), [geometry]);
  const scroll = useBigScroll({ rows, columns, headPx, indexPx: 0 });
  const { first, end } = scroll.rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the cursor scrolls, not each frame
  useEffect(() => {
    scroll.scrollTo(layout.lineOf(Math.floor(cursor.active / rowBytes)), undefined, isCentred);
  }, [cursor]);
  useEffect(() => onVisible(visibleRanges(layout, first, end, fileBytes)), [onVisible, layout, first, end, fileBytes]);
  const activeRow = Math.floor(cursor.active / rowBytes);
  const activeFold = layout.foldOf(activeRow);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    props.onKeyDown(event);
    if (event.defaultPrevented) return;
    if (event.key === 'Enter' && activeFold) onShow(activeFold);
    const next = byteAfterKey(event, cursor.active, { layout, fileBytes, pageLines: scroll.pageRows });
    if (next === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (next !== undefined) onMove(next, { extend: event.shiftKey });
  };
  const pointer = usePointerBytes({ ...props, geometry, lineAt: (yPx) => scroll.placeAt(0, yPx).row });
  const activeLine = layout.lineOf(activeRow);
  const isActiveDrawn = activeLine >= first && activeLine < end;
  const wasDrawn = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when lines fold or unfold, a cursor that was in view stays there
  useEffect(() => {
    if (wasDrawn.current) scroll.scrollTo(activeLine, undefined, isCentred);
  }, [layout]);
  useEffect(() => {
    wasDrawn.current = isActiveDrawn;
  });
  return (
    <div
      ref={attachFrame}
      className={styles.frame}
      style={{
        '--cell': `${geometry.cellPx}px`,
        '--gap': `${geometry.gapPx}px`,
        '--character': `${geometry.characterPx}px`,
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: only rows in view are rendered, which a table cannot do */}
      <div
        ref={scroll.attach}
        className={styles.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={layout.lineCount > maxCounted ? -1 : layout.lineCount + 1}
        aria-colcount={rowBytes + 1}
        aria-multiselectable="true"
        aria-activedescendant={isActiveDrawn ? activeId(id, cursor.active, activeFold) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className={styles.space} role="presentation" style={scroll.space}>
          <div
            className={styles.stage}
            role="presentation"
            style={{ width: scroll.state.widthPx, height: scroll.state.heightPx }}
            {...pointer}
          >
            <div
              className={styles.content}
              role="presentation"
              style={{ transform: `translateX(${-scroll.state.columnPx}px)`, width: geometry.widthPx }}
            >
              <HexHead geometry={geometry} />
              <HexLines {...props} id={id} geometry={geometry} placement={scroll.rows} />
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

function activeId(id: string, active: number, fold: Fold | undefined): string {
  return fold ? `${id}-fold-${fold.startRow}` : `${id}-${Math.floor(active / rowBytes)}-${active % rowBytes}`;
}

interface HeadProps {
  readonly geometry: HexGeometry;
}

/** The heads of the columns, to be added to the offset of a row: row 1 of the grid. */
const HexHead = memo(function HexHead({ geometry }: HeadProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: only rows in view are rendered, which a table cannot do
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
            // biome-ignore lint/suspicious/noArrayIndexKey: columns are identified by their place
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
