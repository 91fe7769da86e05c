import type { RegionKind } from '../../../../../shared/contract/inspect/document.js';
import { pageBytes } from './byte-pages.js';
import type { Field } from './field-spans.js';
import { rowBytes } from './row-layout.js';

/** One byte of a row. */
export interface Cell {
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

/** Neighbours that look alike. */
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
