import { memo } from 'react';
import { byteLabel, characters, hexPairs } from './byte-words.js';
import type { FieldStore } from './field-store.js';
import styles from './hex.module.css';
import type { HexGeometry } from './hex-geometry.js';
import { rowCells, rowRuns } from './row-cells.js';
import { rowBytes } from './row-layout.js';

interface Props {
  readonly id: string;
  readonly row: number;
  readonly ariaRow: number | undefined;
  readonly topPx: number;
  readonly geometry: HexGeometry;
  readonly fileBytes: number;
  /** The page with its bytes; undefined while it is loading. */
  readonly page: Uint8Array | undefined;
  readonly fields: FieldStore;
  /** Draws anew when more is known of its fields. */
  readonly stamp: string;
  /** Selected columns, end-exclusive. */
  readonly selectedStart: number;
  readonly selectedEnd: number;
  /** The row is part of a long selection. */
  readonly isWide: boolean;
  readonly activeColumn: number | undefined;
}

/** 16 bytes: their offset, their digits, their characters. */
export const HexRow = memo(function HexRow(props: Props) {
  const { id, row, ariaRow, topPx, geometry, selectedStart, selectedEnd, isWide, activeColumn } = props;
  const cells = rowCells(props);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows that come and go cannot be a real table's
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div
      className={styles.row}
      role="row"
      aria-rowindex={ariaRow}
      data-wide={isWide ? '' : undefined}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the row */}
      <span className={styles.address} role="rowheader" aria-colindex={1} style={{ left: geometry.addressPx }}>
        {(row * rowBytes).toString(16).padStart(geometry.digits, '0')}
      </span>
      <span className={styles.hexPart} role="presentation" style={{ left: geometry.hexPx }}>
        {cells.map(({ byte, value, field }, column) => (
          // biome-ignore lint/a11y/useSemanticElements: as the row
          // biome-ignore lint/a11y/useFocusableInteractive: as the row
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: an element that shows another byte stays where it is
            key={column}
            id={`${id}-${row}-${column}`}
            className={styles.byte}
            role="gridcell"
            aria-colindex={column + 2}
            aria-label={byteLabel(byte, value, field)}
            aria-selected={column >= selectedStart && column < selectedEnd}
            data-region={field?.region ?? 'unknown'}
            data-shade={field?.shade}
            data-active={column === activeColumn ? '' : undefined}
          >
            {value === undefined ? '' : hexPairs[value]}
          </span>
        ))}
      </span>
      <span className={styles.part} aria-hidden="true" style={{ left: geometry.textPx }}>
        {rowRuns(cells, selectedStart, selectedEnd).map((run) => (
          <span
            key={run.start}
            className={styles.characters}
            data-region={run.region}
            data-shade={run.shade}
            data-selected={run.isSelected ? '' : undefined}
          >
            {run.cells.map(({ value }) => (value === undefined ? ' ' : characters[value])).join('')}
          </span>
        ))}
      </span>
    </div>
  );
});
