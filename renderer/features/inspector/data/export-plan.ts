import type { DataShape, NumberFormat, Plane } from '../../../../shared/contract/inspect/data.js';
import { type CellPart, cellsIn } from './cell-range.js';
import type { DataState } from './data-state.js';
import { planeSize } from './plane-model.js';

/** What is exported: the selected cells, the whole plane, or the array (or what a numpy slice takes of it). */
export type ExportWhat = 'selection' | 'plane' | 'array';

export const exportKinds = {
  csv: { label: 'CSV', isText: true },
  tsv: { label: 'TSV', isText: true },
  npy: { label: 'NPY', isText: false },
  json: { label: 'JSON', isText: true },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly isText: boolean }>>;
export type ExportKind = keyof typeof exportKinds;

/** Rows and columns of the plane that are exported. */
export function exportPart(
  what: 'selection' | 'plane',
  data: DataShape,
  state: DataState,
  selection: CellPart,
): CellPart {
  const { rows, columns } = planeSize(data, state.plane);
  return what === 'selection' ? selection : { rowStart: 0, rowEnd: rows, columnStart: 0, columnEnd: columns };
}

/**
 * The name of an exported file without its ending: that of the array, and behind it the numpy slice of what is exported, where it is
 * not all: `walk[3, 0:100, 5]`. What file systems do not take is replaced: `:` by `-`.
 */
export function exportStem(
  fileName: string,
  what: ExportWhat,
  { shape }: DataShape,
  { plane }: DataState,
  part: CellPart,
  slice: string,
): string {
  const stem = fileName.replace(/\.blp$/, '').replace(/\.npy$/, '');
  const taken = what === 'array' ? slice.trim().replace(/^\[(.*)\]$/, '$1') : planeSlice(shape, plane, part);
  return /^(?:[:.\s,]*)$/.test(taken) ? stem : `${stem}[${taken.replaceAll(':', '-').replaceAll(/\s+/g, '')}]`;
}

/** The slice of the array that a part of the plane is. */
function planeSlice(shape: readonly number[], { rowAxis, columnAxis, held, ...steps }: Plane, part: CellPart): string {
  const range = (start: number, end: number, step: number, length: number) =>
    start === 0 && end * step >= length
      ? `${step === 1 ? ':' : `::${step}`}`
      : `${start * step}:${Math.min(length, end * step)}${step === 1 ? '' : `:${step}`}`;
  const texts = shape.map((length, axis) => {
    if (axis === rowAxis) return range(part.rowStart, part.rowEnd, steps.rowStep ?? 1, length);
    if (axis === columnAxis) return range(part.columnStart, part.columnEnd, steps.columnStep ?? 1, length);
    return `${held[axis] ?? 0}`;
  });
  return texts.join(', ');
}

export interface ExportFacts {
  /** Lengths of what is exported. */
  readonly shape: readonly number[];
  readonly values: number;
  /** Bytes of an NPY file without its header; the size of text depends on the values. */
  readonly plainBytes: number;
}

/** What an export contains; undefined for a slice of the array, which only the host can count. */
export function exportFacts(
  what: ExportWhat,
  data: DataShape,
  part: CellPart,
  itemBytes: number,
  slice: string,
): ExportFacts | undefined {
  if (what === 'array' && slice.trim() !== '') return undefined;
  if (what === 'array') {
    const values = data.shape.reduce((product, length) => product * length, 1);
    return { shape: data.shape, values, plainBytes: values * itemBytes };
  }
  const values = cellsIn(part);
  const shape = [part.rowEnd - part.rowStart, part.columnEnd - part.columnStart];
  return { shape, values, plainBytes: values * (itemBytes / Math.max(1, fieldsBeside(data))) };
}

/** Columns of a structured dtype hold one leaf each: about its share of an item. */
function fieldsBeside({ fields, defaultPlane }: DataShape): number {
  return defaultPlane.columnAxis === undefined ? fields.length : 1;
}

/** How many digits are written. */
export function precisionWords(kind: ExportKind, what: ExportWhat, format: NumberFormat): string {
  const exact = 'Exact: every value reads back as the same number';
  const exactHere = kind === 'json' ? `${exact}, but NaN and infinities, which JSON does not have, are null` : exact;
  if (kind === 'npy') return 'Every bit, as stored; numpy.load reads it';
  if (what === 'array') return exactHere;
  switch (format.kind) {
    case 'auto':
      return 'As shown: the digits of the grid, fewer than the values have';
    case 'fixed':
      return `${format.digits} ${format.digits === 1 ? 'decimal' : 'decimals'}`;
    case 'scientific':
      return `${format.digits} ${format.digits === 1 ? 'digit' : 'digits'} behind the point, with exponent`;
    case 'exact':
      return exactHere;
    case 'hex':
    case 'binary':
      return `The ${format.kind === 'hex' ? 'hexadecimal' : 'binary'} digits of the bytes`;
  }
}
