import type { Placement } from '../../../../ui/big-scroll/use-big-scroll.js';
import type { BytePages } from './byte-pages.js';
import type { Cursor } from './cursor.js';
import { FoldLine } from './FoldLine.js';
import type { FieldStore } from './field-store.js';
import type { Fold } from './folds.js';
import { HexRow } from './HexRow.js';
import styles from './hex.module.css';
import { type HexGeometry, linePx, type RowLayout, rowBytes } from './hex-layout.js';

interface Props extends HexView {
  readonly id: string;
  readonly geometry: HexGeometry;
  readonly placement: Placement;
  readonly onShow: (fold: Fold) => void;
}

/** Longer selections are tinted, not inverted. */
const mostInverted = 128;

/** The lines in view. They move as one layer; a line keeps its element while it is in view. */
export function HexLines({ id, geometry, placement, onShow, ...view }: Props) {
  const { pages, fields, fileBytes, layout, cursor } = view;
  const { first, end, base, shiftPx, slots } = placement;
  const activeRow = Math.floor(cursor.active / rowBytes);
  const inRow = (row: number, byte: number) => Math.max(0, Math.min(rowBytes, byte - row * rowBytes));
  return (
    <div className={styles.body} role="presentation">
      <div className={styles.layer} role="presentation" style={{ transform: `translateY(${shiftPx}px)` }}>
        {Array.from({ length: end - first }, (_, at) => first + at).map((number) => {
          const line = layout.lineAt(number);
          const place = { id, geometry, ariaRow: ariaRowOf(number), topPx: (number - base) * linePx };
          // An element that leaves at one end is used again at the other.
          const key = number % slots;
          if (line.kind === 'fold') {
            const { fold } = line;
            return (
              <FoldLine
                key={`fold ${key}`}
                {...place}
                fold={fold}
                isActive={activeRow >= fold.startRow && activeRow < fold.endRow}
                isSelected={cursor.range.start < fold.endRow * rowBytes && cursor.range.end > fold.startRow * rowBytes}
                onShow={onShow}
              />
            );
          }
          const { row } = line;
          return (
            <HexRow
              key={key}
              {...place}
              row={row}
              fileBytes={fileBytes}
              page={pages.page(row * rowBytes)}
              fields={fields}
              stamp={fields.stamp(row * rowBytes, (row + 1) * rowBytes)}
              selectedStart={inRow(row, cursor.range.start)}
              selectedEnd={inRow(row, cursor.range.end)}
              isWide={cursor.range.end - cursor.range.start > mostInverted}
              activeColumn={row === activeRow ? cursor.active % rowBytes : undefined}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Counted from 1, the head first; not beyond what ARIA can count. */
function ariaRowOf(line: number): number | undefined {
  return line + 2 < 2 ** 31 ? line + 2 : undefined;
}

export interface HexView {
  readonly pages: BytePages;
  readonly fields: FieldStore;
  readonly fileBytes: number;
  readonly layout: RowLayout<Fold>;
  readonly cursor: Cursor;
  /** Scrolls the cursor to the middle when it was not in view. */
  readonly isCentred: boolean;
}
