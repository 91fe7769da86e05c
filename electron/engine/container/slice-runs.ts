import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import type { AxisSelection } from './slices.js';

/** A stretch of the container's plain bytes. */
export interface ByteRun {
  readonly startByte: number;
  readonly lengthBytes: number;
}

/** The shape that a selection has: the kept axes. */
export function selectionShape(selection: readonly AxisSelection[]): readonly number[] {
  return selection.filter((axis) => axis.kept).map((axis) => axis.count);
}

/**
 * The bytes of a selection, as the longest stretches that lie together in memory, in the memory order of the array: what
 * comes out is the selected array in the same order (C or F) as the one it was taken from. Pure arithmetic, nothing is read.
 */
export function* selectionRuns(spec: ArraySpec, selection: readonly AxisSelection[]): Generator<ByteRun> {
  const axes = strideAxes(spec, selection);
  if (axes.some((axis) => axis.count === 0)) return;
  const { lengthBytes, outer } = mergeContiguous(axes, spec.dtype.itemsize);
  if (lengthBytes === 0) return;
  yield* runsOf(outer, 0, lengthBytes);
}

interface StrideAxis {
  readonly count: number;
  /** Bytes from the array's start to the first selected item of this axis. */
  readonly startByte: number;
  /** Bytes from one selected item to the next. */
  readonly stepBytes: number;
}

/** The axes from the slowest to the fastest in memory. */
function strideAxes(spec: ArraySpec, selection: readonly AxisSelection[]): readonly StrideAxis[] {
  const slowestFirst = spec.order === 'C' ? [...selection.keys()] : [...selection.keys()].reverse();
  const axes: StrideAxis[] = [];
  let strideBytes = spec.dtype.itemsize;
  for (const axis of slowestFirst.reverse()) {
    const { start, count, step } = selection[axis] as AxisSelection; // `axis` is a key of `selection`
    axes.unshift({ count, startByte: start * strideBytes, stepBytes: step * strideBytes });
    strideBytes *= spec.shape[axis] ?? 1;
  }
  return axes;
}

/** Joins the fastest axes for as long as they leave no gap: `a[3, :, :]` is one run, not one for every row. */
function mergeContiguous(
  axes: readonly StrideAxis[],
  itemsize: number,
): { lengthBytes: number; outer: readonly StrideAxis[] } {
  let lengthBytes = itemsize;
  let startByte = 0;
  let inner = axes.length;
  for (; inner > 0; inner--) {
    const axis = axes[inner - 1] as StrideAxis;
    if (axis.count > 1 && axis.stepBytes !== lengthBytes) break;
    startByte += axis.startByte;
    lengthBytes *= axis.count;
  }
  return { lengthBytes, outer: [{ count: 1, startByte, stepBytes: 0 }, ...axes.slice(0, inner)] };
}

function* runsOf(axes: readonly StrideAxis[], baseByte: number, lengthBytes: number): Generator<ByteRun> {
  const [axis, ...faster] = axes;
  if (axis === undefined) {
    yield { startByte: baseByte, lengthBytes };
    return;
  }
  for (let item = 0; item < axis.count; item++) {
    yield* runsOf(faster, baseByte + axis.startByte + item * axis.stepBytes, lengthBytes);
  }
}
