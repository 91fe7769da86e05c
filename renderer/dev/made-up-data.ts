import type {
  CellDetails,
  CellsPage,
  DataShape,
  FoundCell,
  NumberFormat,
  Plane,
  Statistics,
} from '../../shared/contract/inspect/data.js';

/** A made-up float64 array of 36,525 x 8,192, as in the mock-ups: a wave over the rows, warmer to the right, with gaps. */
const shape = [36_525, 8192] as const;
const rowsPerChunk = 16;

export const madeUpShape: DataShape = {
  shape,
  dtype: 'float64',
  fields: [{ name: '', dtype: 'float64', numeric: true }],
  defaultPlane: { rowAxis: 0, columnAxis: 1, held: [0, 0] },
  rowsPerChunk,
};

/** A number that looks like chance and is the same every time. */
function noise(row: number, column: number): number {
  const mixed = Math.imul((row * 73_856_093) ^ (column * 19_349_663), 0x9e3779b1);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32 - 0.5;
}

export function madeUpValue([row = 0, column = 0]: readonly number[]): number {
  if ((Math.floor(column / 40) * 7 + Math.floor(row / 90)) % 97 === 0) return Number.NaN;
  const season = 12 * Math.sin((row / 365.25) * 2 * Math.PI);
  return Math.round((season + (column / 8192) * 30 - 8 + 14 * noise(row, column)) * 32) / 32;
}

function valueAt(plane: Plane, row: number, column: number): number {
  const index = plane.held.map((held, axis) => {
    if (axis === plane.rowAxis) return row * (plane.rowStep ?? 1);
    return axis === plane.columnAxis ? column * (plane.columnStep ?? 1) : held;
  });
  return madeUpValue(index);
}

function textOf(value: number, format: NumberFormat): string {
  if (Number.isNaN(value)) return 'nan';
  switch (format.kind) {
    case 'fixed':
      return value.toFixed(format.digits);
    case 'scientific':
      return value.toExponential(format.digits);
    case 'hex':
      return hexOf(value);
    case 'binary':
      return bitsOf(value);
    case 'exact':
      return String(value);
    case 'auto':
      return value.toFixed(3);
  }
}

interface CellsAsked {
  readonly plane: Plane;
  readonly rowStart: number;
  readonly rowCount: number;
  readonly columnStart: number;
  readonly columnCount: number;
  readonly format: NumberFormat;
}

export function madeUpCells({ plane, rowStart, rowCount, columnStart, columnCount, format }: CellsAsked): CellsPage {
  const length = (axis: number | undefined) => (axis === undefined ? 1 : (shape[axis] ?? 1));
  const rows = Math.max(0, Math.min(rowCount, length(plane.rowAxis) - rowStart));
  const columns = Math.max(0, Math.min(columnCount, length(plane.columnAxis) - columnStart));
  const values = Array.from({ length: rows * columns }, (_, at) =>
    valueAt(plane, rowStart + Math.floor(at / columns), columnStart + (at % columns)),
  );
  return {
    rows,
    columns,
    texts: values.map((value) => textOf(value, format)),
    special: values.flatMap((value, at) => (Number.isNaN(value) ? [{ at, kind: 'nan' as const }] : [])),
    unreadable: [],
    rowChunks: Array.from({ length: rows }, (_, row) => Math.floor((rowStart + row) / rowsPerChunk)),
  };
}

export function madeUpCell(index: readonly number[]): CellDetails {
  const value = madeUpValue(index);
  const bits = bitsOf(value);
  const elementIndex = (index[0] ?? 0) * shape[1] + (index[1] ?? 0);
  return {
    index,
    exact: String(value).toLowerCase(),
    hex: hexOf(value),
    bits: {
      sign: bits.slice(0, 1),
      exponent: bits.slice(1, 12),
      fraction: bits.slice(12),
      exponentValue: Number.parseInt(bits.slice(1, 12), 2) - 1023,
      fractionBitsUsed: bits.slice(12).replace(/0+$/, '').length,
    },
    elementIndex,
    byteInData: elementIndex * 8,
    chunkIndex: Math.floor(elementIndex / (rowsPerChunk * shape[1])),
    byteInChunk: (elementIndex * 8) % 2 ** 20,
    blockIndex: 2,
    chunkRatio: 3.21,
  };
}

/** Understands indices, and finds everything else at [26600, 3785]. */
export function madeUpFind(text: string): FoundCell | undefined {
  const numbers = text.split(',').map((part) => Number(part));
  if (numbers.every((number) => Number.isInteger(number))) return { index: [numbers[0] ?? 0, numbers[1] ?? 0] };
  return text === 'inf' ? undefined : { index: [26_600, 3785] };
}

interface StatisticsAsked {
  readonly plane: Plane;
  readonly part?: { rowStart: number; rowEnd: number; columnStart: number; columnEnd: number } | undefined;
  readonly basis: 'sample' | 'whole';
  readonly bins: number;
}

const wholePlane = { rowStart: 0, rowEnd: shape[0], columnStart: 0, columnEnd: shape[1] };

export function madeUpStatistics({ plane, part, basis, bins }: StatisticsAsked): Statistics {
  const { rowStart, rowEnd, columnStart, columnEnd } = part ?? wholePlane;
  const step = 16;
  const sampled = Array.from({ length: Math.ceil((rowEnd - rowStart) / step) }, (_, row) =>
    Array.from({ length: Math.ceil((columnEnd - columnStart) / step) }, (__, column) =>
      valueAt(plane, rowStart + row * step, columnStart + column * step),
    ),
  ).flat();
  const values = sampled.filter((value) => !Number.isNaN(value));
  const nan = sampled.length - values.length;
  values.sort((one, other) => one - other);
  const [low, high] = [values[0] ?? 0, values.at(-1) ?? 1];
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return {
    values: values.length + nan,
    of: basis === 'whole' ? values.length + nan : (rowEnd - rowStart) * (columnEnd - columnStart),
    basis: basis === 'whole' ? 'whole array' : `every ${step}th row and column of rows ${rowStart} to ${rowEnd - 1}`,
    nan,
    inf: 0,
    min: String(low),
    max: String(high),
    mean: String(mean),
    median: String(values[Math.floor(values.length / 2)]),
    standardDeviation: String(spread),
    zeros: 0,
    histogram: { edges: Array.from({ length: bins + 1 }, (_, bin) => low + (bin / bins) * (high - low)), counts },
    chunksRead: Math.ceil((rowEnd - rowStart) / rowsPerChunk),
    elapsedMs: 12,
  };
}

interface HeatmapAsked {
  readonly plane: Plane;
  readonly part: { rowStart: number; rowEnd: number; columnStart: number; columnEnd: number };
  readonly height: number;
  readonly width: number;
}

/** The answer of the stream `inspect.heatmap`. */
export function madeUpHeatmap({ plane, part, height, width }: HeatmapAsked): Response {
  const rowStep = Math.max(1, Math.ceil((part.rowEnd - part.rowStart) / height));
  const columnStep = Math.max(1, Math.ceil((part.columnEnd - part.columnStart) / width));
  const rows = Math.ceil((part.rowEnd - part.rowStart) / rowStep);
  const columns = Math.ceil((part.columnEnd - part.columnStart) / columnStep);
  const values = Float32Array.from({ length: rows * columns }, (_, at) =>
    valueAt(plane, part.rowStart + Math.floor(at / columns) * rowStep, part.columnStart + (at % columns) * columnStep),
  );
  const headers = { 'x-rows': rows, 'x-columns': columns, 'x-row-step': rowStep, 'x-column-step': columnStep };
  return new Response(values, {
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
  });
}

interface LineAsked {
  readonly axis: number;
  readonly held: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly points: number;
}

/** The answer of the stream `inspect.line`. */
export function madeUpLine({ axis, held, start, end, points }: LineAsked): Response {
  const at = (position: number) => madeUpValue(held.map((index, other) => (other === axis ? position : index)));
  if (end - start <= points)
    return new Response(Float64Array.from({ length: end - start }, (_, step) => at(start + step)));
  const pairs = new Float64Array(2 * points).fill(Number.NaN);
  for (let range = 0; range < points; range++) {
    const from = start + Math.floor((range * (end - start)) / points);
    const to = start + Math.floor(((range + 1) * (end - start)) / points);
    const values = Array.from({ length: to - from }, (_, step) => at(from + step)).filter(
      (value) => !Number.isNaN(value),
    );
    if (values.length > 0) pairs.set([Math.min(...values), Math.max(...values)], 2 * range);
  }
  return new Response(pairs, { headers: { 'x-envelope': '1' } });
}

function bitsOf(value: number): string {
  return BigInt(hexOf(value)).toString(2).padStart(64, '0');
}

function hexOf(value: number): string {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  return `0x${bytes.getBigUint64(0).toString(16).toUpperCase().padStart(16, '0')}`;
}
