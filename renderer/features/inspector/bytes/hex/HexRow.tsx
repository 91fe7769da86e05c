import { memo } from 'react';
import type { RegionKind } from '../../../../../shared/contract/inspect/document.js';
import { hexPairs } from '../../../../format/hex.js';
import { pageBytes } from './byte-pages.js';
import { byteLabel, characters } from './byte-words.js';
import type { Field } from './field-spans.js';
import type { FieldStore } from './field-store.js';
import styles from './hex.module.css';
import { type HexGeometry, rowBytes } from './hex-layout.js';

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
  /** Renders again when more is known of its fields. */
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
    // biome-ignore lint/a11y/useSemanticElements: only rows in view are rendered, which a table cannot do
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

/** One byte of a row. */
interface Cell {
  readonly byte: number;
  /** Undefined while it is loading. */
  readonly value: number | undefined;
  readonly field: Field | undefined;
}

interface Source {
  readonly row: number;
  readonly fileBytes: number;
  readonly page: Uint8Array | undefined;
  readonly fields: { fieldAt(byte: number): Field | undefined };
}

/** The bytes of a row; fewer at the end of the file. */
export function rowCells({ row, fileBytes, page, fields }: Source): readonly Cell[] {
  const start = row * rowBytes;
  return Array.from({ length: Math.max(0, Math.min(rowBytes, fileBytes - start)) }, (_, column) => {
    const byte = start + column;
    return { byte, value: page?.[byte % pageBytes], field: fields.fieldAt(byte) };
  });
}

/** Neighbours that are drawn alike. */
interface Run {
  readonly start: number;
  readonly cells: Cell[];
  readonly region: RegionKind;
  readonly shade: 0 | 1 | undefined;
  readonly isSelected: boolean;
}

export function rowRuns(cells: readonly Cell[], selectedStart: number, selectedEnd: number): readonly Run[] {
  const runs: Run[] = [];
  cells.forEach((cell, column) => {
    const region = cell.field?.region ?? 'unknown';
    const shade = cell.field?.shade;
    const isSelected = column >= selectedStart && column < selectedEnd;
    const last = runs.at(-1);
    if (last && last.region === region && last.shade === shade && last.isSelected === isSelected) last.cells.push(cell);
    else runs.push({ start: column, cells: [cell], region, shade, isSelected });
  });
  return runs;
}
