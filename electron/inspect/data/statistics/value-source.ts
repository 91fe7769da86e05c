/** The values that statistics read, and how that is described. */
import type { Plane } from '../../../../shared/contract/inspect/data.js';
import { itemCount } from '../../../../shared/format/numpy/array-metadata.js';
import type { ArrayAccess } from '../../document.js';
import { clipPart, type GridPart } from '../gather.js';
import { type Grid, planeGrid } from '../grid.js';
import { chosenLeaf, isDrawable, type Leaf, leavesOf } from '../leaves.js';
import { MAX_PICTURE_BYTES } from '../reading-cost.js';
import type { Strip } from '../strips.js';
import { planThinning, type Thinning, thinned } from '../thinning.js';

export interface ValueSource {
  readonly leaf: Leaf;
  /** The values to read, and the number of all requested ones. */
  readonly values: number;
  readonly of: number;
  readonly basis: string;
  /** Whether chunks follow each other, so that they can be counted. */
  readonly inOrder: boolean;
  strips(): Iterable<readonly [Strip, null]>;
}

/** Arrays up to this size are read whole; samples are not larger. */
const SAMPLE_BYTES = 64 * 2 ** 20;
const SAMPLE_CHUNKS = 40;
/** Most bytes of one chunk in a sample. */
const SAMPLE_PIECE_BYTES = 4 * 2 ** 20;
/** The size of a piece if there are no chunks. */
const PIECE_BYTES = 2 ** 20;

/** Every value of the array. */
export function wholeArray({ spec }: ArrayAccess, field: number | undefined): ValueSource {
  const leaf = chosenLeaf(leavesOf(spec.dtype), field);
  const count = itemCount(spec.shape);
  const strip = { startByte: leaf.offset, strideBytes: spec.dtype.itemsize, count };
  return { leaf, values: count, of: count, basis: 'whole array', inOrder: true, strips: () => [[strip, null]] };
}

/** Some chunks, spread evenly over the array; the whole array if that is not more. */
export function arraySample(access: ArrayAccess, field: number | undefined): ValueSource {
  const whole = wholeArray(access, field);
  const { itemsize } = access.spec.dtype;
  const chunkBytes = access.chunkBytes ?? PIECE_BYTES;
  const pieceBytes = Math.min(chunkBytes, SAMPLE_PIECE_BYTES);
  const chunks = Math.ceil(access.plainBytes / chunkBytes);
  const taken = Math.min(SAMPLE_CHUNKS, Math.floor(SAMPLE_BYTES / pieceBytes));
  if (access.plainBytes <= SAMPLE_BYTES || chunks <= taken * (pieceBytes / chunkBytes)) return whole;
  const count = Math.min(taken, chunks);
  const pieces = Array.from({ length: count }, (_, piece) => {
    const startByte = Math.floor((piece * (chunks - 1)) / Math.max(1, count - 1)) * chunkBytes;
    const first = Math.ceil(startByte / itemsize);
    const end = Math.ceil(Math.min(startByte + pieceBytes, access.plainBytes) / itemsize);
    return { startByte: first * itemsize + whole.leaf.offset, strideBytes: itemsize, count: end - first };
  });
  return {
    ...whole,
    values: pieces.reduce((sum, piece) => sum + piece.count, 0),
    basis: sampleWords(access, { count, chunks, isPart: pieceBytes < chunkBytes }),
    strips: () => pieces.map((piece) => [piece, null] as const),
  };
}

function sampleWords(
  { chunkBytes }: ArrayAccess,
  { count, chunks, isPart }: { count: number; chunks: number; isPart: boolean },
): string {
  if (chunkBytes === undefined) return `sample of ${count} of ${chunks} pieces of 1 MiB`;
  return isPart ? `sample: the first 4 MiB of ${count} of ${chunks} chunks` : `sample of ${count} of ${chunks} chunks`;
}

/** A part of a plane, thinned evenly if reading all of it would cost too much. */
export function planePartSource(
  access: ArrayAccess,
  { plane, part: requested }: { plane: Plane; part: GridPart },
  unitBytes: number,
): ValueSource {
  const grid = planeGrid(access.spec, leavesOf(access.spec.dtype), plane);
  const part = oneLeaf(grid, clipPart(grid, requested));
  const leaf = part.columnEnd > part.columnStart ? grid.leafOf(part.columnStart) : grid.leafOf(0);
  const thinning = planThinning(grid, part, { unitBytes, maxBytes: MAX_PICTURE_BYTES });
  const thin = thinned(grid, part, thinning);
  return {
    leaf,
    values: thin.rows * thin.columns,
    of: (part.rowEnd - part.rowStart) * (part.columnEnd - part.columnStart),
    basis: partWords(grid, part, plane, thinning),
    inOrder: false,
    strips: () => gridStrips(thin),
  };
}

/** If columns are leaves, only one can be summed up: the first of the part that is a number or a time. */
function oneLeaf(grid: Grid, part: GridPart): GridPart {
  const { columnLeaves } = grid;
  if (!columnLeaves || part.columnEnd - part.columnStart <= 1) return part;
  const drawable = columnLeaves.findIndex(
    (leaf, at) => at >= part.columnStart && at < part.columnEnd && isDrawable(leaf),
  );
  const columnStart = drawable < 0 ? part.columnStart : drawable;
  return { ...part, columnStart, columnEnd: columnStart + 1 };
}

/** Along the axis that is contiguous in memory. */
function* gridStrips(grid: Grid): Generator<readonly [Strip, null]> {
  const { rows, columns, rowStrideBytes, columnStrideBytes } = grid;
  if (columns > 1 && columnStrideBytes < rowStrideBytes) {
    const startColumn = grid.columnByte(0);
    for (let row = 0; row < rows; row++) {
      yield [{ startByte: grid.rowByte(row) + startColumn, strideBytes: columnStrideBytes, count: columns }, null];
    }
    return;
  }
  if (rows === 0) return;
  for (let column = 0; column < columns; column++) {
    yield [{ startByte: grid.rowByte(0) + grid.columnByte(column), strideBytes: rowStrideBytes, count: rows }, null];
  }
}

function partWords(grid: Grid, part: GridPart, { rowStep = 1, columnStep = 1 }: Plane, thinning: Thinning): string {
  const rows = span('row', part.rowStart * rowStep, (part.rowEnd - 1) * rowStep);
  const isWide = part.columnStart === 0 && part.columnEnd === grid.columns;
  const leaf = grid.columnLeaves?.[part.columnStart]?.name ?? '';
  const columns = grid.columnLeaves
    ? leaf && ` of ${leaf}`
    : isWide
      ? ''
      : `, ${span('column', part.columnStart * columnStep, (part.columnEnd - 1) * columnStep)}`;
  return `${everyWords(thinning.rowStep * rowStep, thinning.columnStep * columnStep)}${rows}${columns}`;
}

function span(what: string, first: number, last: number): string {
  return first === last ? `${what} ${first}` : `${what}s ${first} to ${last}`;
}

function everyWords(rowStep: number, columnStep: number): string {
  if (rowStep === 1 && columnStep === 1) return '';
  if (rowStep === columnStep) return `every ${ordinal(rowStep)} row and column of `;
  const steps = [
    ...(rowStep > 1 ? [`every ${ordinal(rowStep)} row`] : []),
    ...(columnStep > 1 ? [`every ${ordinal(columnStep)} column`] : []),
  ];
  return `${steps.join(' and ')} of `;
}

/** `2nd`, `16th`. */
export function ordinal(value: number): string {
  const isTeen = value % 100 >= 11 && value % 100 <= 13;
  const ending = isTeen ? undefined : { 1: 'st', 2: 'nd', 3: 'rd' }[value % 10];
  return `${value}${ending ?? 'th'}`;
}
