import { useEffect, useState } from 'react';
import type {
  ComplexPart,
  DataShape,
  DrawnNumbers,
  NumberFormat,
  Plane,
} from '../../../../shared/contract/inspect/data.js';
import type { DocumentId } from '../../../../shared/contract/inspect/document.js';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import { type CellRange, clampPlace } from './cell-range.js';
import { addressOf, type CellAddress, heldAxes, isStructured, placeOf, planeSize, planeWith } from './plane-model.js';
import type { DrawnValues } from './use-line.js';

export const dataViews = ['grid', 'heatmap', 'histogram', 'line'] as const;
export type DataViewName = (typeof dataViews)[number];

export const dataViewLabels = {
  grid: 'Grid',
  heatmap: 'Heatmap',
  histogram: 'Histogram',
  line: 'Line',
} as const satisfies Readonly<Record<DataViewName, string>>;

/** How an array is shown. Immutable. */
export interface DataState {
  readonly plane: Plane;
  readonly format: NumberFormat;
  readonly views: ReadonlySet<DataViewName>;
  /** What plots and statistics show of the values. */
  readonly numbers: DrawnNumbers;
  readonly range: CellRange;
  /** Steps of `<` and `>` along the axes that are held. */
  readonly stride: number;
  /** The held axis that `,` and `.` move along. */
  readonly slideAxis?: number;
  /** What the line follows: the column of the cell, or its row. */
  readonly lineAlong: 'column' | 'row';
}

/** The first state for an array: its default plane and the plots that suit it. */
export function initialState(data: DataShape): DataState {
  const origin = { row: 0, column: 0 };
  return {
    plane: data.defaultPlane,
    format: { kind: 'auto' },
    views: new Set<DataViewName>(['grid', ...possibleViews(data, data.defaultPlane).filter(isShownAtFirst)]),
    numbers: {},
    range: { anchor: origin, active: origin },
    stride: 1,
    lineAlong: 'column',
  };

  function isShownAtFirst(view: DataViewName): boolean {
    return view !== 'grid' && (view !== 'line' || data.defaultPlane.columnAxis === undefined);
  }
}

/** The views that are possible for a plane: text and raw bytes have a grid only, and a heatmap needs two axes. */
export function possibleViews(data: DataShape, plane: Plane): readonly DataViewName[] {
  const { rows, columns } = planeSize(data, plane);
  const isDrawable = data.fields.some(({ drawable }) => drawable) && rows > 0 && columns > 0;
  return dataViews.filter((view) => {
    if (view === 'grid') return true;
    if (view === 'heatmap') return isDrawable && plane.columnAxis !== undefined;
    return isDrawable && plane.rowAxis !== undefined;
  });
}

/** Why a view is not possible; undefined when it is. */
export function unavailableReason(data: DataShape, plane: Plane, view: DataViewName): string | undefined {
  if (possibleViews(data, plane).includes(view)) return undefined;
  if (data.shape.some((length) => length === 0)) return 'The array is empty.';
  if (!data.fields.some(({ drawable }) => drawable)) return `${data.dtype} values cannot be drawn.`;
  return view === 'heatmap' ? 'A heatmap needs two axes.' : 'There is a single value only.';
}

/** The state with another plane; the active cell stays the same when the plane contains it. */
export function withPlane(state: DataState, data: DataShape, plane: Plane): DataState {
  const address = addressOf(data, state.plane, state.range.active);
  const place = clampPlace(placeOf(plane, address), planeSize(data, plane));
  return { ...state, plane, range: { anchor: place, active: place } };
}

/** The state with a cell in view and active, on the plane that contains it. */
export function withCell(
  state: DataState,
  data: DataShape,
  address: CellAddress,
  freeAxes?: readonly number[],
): DataState {
  const plane = planeWith(state.plane, address, freeAxes);
  const place = clampPlace(placeOf(plane, address), planeSize(data, plane));
  return { ...state, plane, range: { anchor: place, active: place } };
}

/** The state with another active cell; the range reaches there when it is extended. */
export function withActive(state: DataState, active: GridPlace, extend: boolean): DataState {
  return { ...state, range: { active, anchor: extend ? state.range.anchor : active } };
}

/** The state with a row, a column or all cells selected; the active cell is the first of them. */
export function withWhole(
  state: DataState,
  data: DataShape,
  { row, column }: { readonly row?: number; readonly column?: number },
): DataState {
  const size = planeSize(data, state.plane);
  const active = { row: row ?? 0, column: column ?? 0 };
  return { ...state, range: { active, anchor: { row: row ?? size.rows - 1, column: column ?? size.columns - 1 } } };
}

export function withView(state: DataState, view: DataViewName, on: boolean): DataState {
  const views = new Set(state.views);
  if (on) views.add(view);
  else views.delete(view);
  return { ...state, views };
}

/** The field that plots show: that of the active column where columns are fields, or the first drawable one. */
export function plottedField(data: DataShape, { plane, range }: DataState): number | undefined {
  if (!isStructured(data)) return undefined;
  const field = plane.field ?? (plane.columnAxis === undefined ? range.active.column : 0);
  const firstDrawable = data.fields.findIndex(({ drawable }) => drawable);
  return data.fields[field]?.drawable || firstDrawable < 0 ? field : firstDrawable;
}

export const complexParts = {
  magnitude: 'Magnitude',
  phase: 'Phase',
  real: 'Real part',
  imaginary: 'Imaginary part',
} as const satisfies Readonly<Record<ComplexPart, string>>;

/** What plots show: the dtype of the plotted field, and which of its numbers. */
export function drawnValues(data: DataShape, state: DataState): DrawnValues {
  const dtype = data.fields[plottedField(data, state) ?? 0]?.dtype ?? data.dtype;
  const { complexPart = 'magnitude', fillValue } = state.numbers;
  return {
    dtype,
    numbers: {
      ...(isComplex(dtype) && { complexPart }),
      ...(fillValue !== undefined && !isTime(dtype) && { fillValue }),
    },
  };
}

export function isComplex(dtype: string): boolean {
  return dtype.startsWith('complex');
}

/** Times have a value of their own that stands for a missing one. */
export function isTime(dtype: string): boolean {
  return /^(datetime|timedelta)/.test(dtype);
}

/** `Phase of `, before the name of what complex numbers are from. */
export function partPrefix({ numbers }: DrawnValues): string {
  return numbers.complexPart ? `${complexParts[numbers.complexPart]} of ` : '';
}

/** The plane that plots show, and the active cell there: where columns are fields, the column of one of them. */
export function plottedPlane(data: DataShape, state: DataState): { readonly plane: Plane; readonly active: GridPlace } {
  const { plane, range } = state;
  const field = plottedField(data, state);
  if (field === undefined || plane.columnAxis !== undefined) return { plane, active: range.active };
  return { plane: { ...plane, field }, active: { row: range.active.row, column: 0 } };
}

/** The held axis that `,` and `.` move along: the last that was moved, or the innermost. */
export function slideAxisOf({ slideAxis, plane }: DataState): number | undefined {
  const held = heldAxes(plane);
  return slideAxis !== undefined && held.includes(slideAxis) ? slideAxis : held.at(-1);
}

/** The states of the last Data views, for when the user returns to one. */
const remembered = new Map<DocumentId, { readonly data: DataShape; readonly state: DataState }>();
const mostRemembered = 24;

/** The state of a document's Data view. It outlives the view, until the array changes its shape. */
export function useDataState(document: DocumentId, data: DataShape) {
  const [state, setState] = useState(() => {
    const known = remembered.get(document);
    return known && isSameArray(known.data, data) ? known.state : initialState(data);
  });
  useEffect(() => {
    remembered.delete(document);
    remembered.set(document, { data, state });
    const [oldest] = remembered.keys();
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
  }, [document, data, state]);
  return [state, setState] as const;
}

/** Whether a plane of one array is one of the other too. */
function isSameArray(one: DataShape, other: DataShape): boolean {
  return one.dtype === other.dtype && one.shape.join() === other.shape.join();
}
