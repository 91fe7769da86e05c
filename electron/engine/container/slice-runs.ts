import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import type { AxisSelection } from './slices.js';

/** Consecutive plain bytes of the container. */
export interface ByteRun {
  readonly startByte: number;
  readonly lengthBytes: number;
}

/** The shape of a selection: the lengths of the kept axes. */
export function selectionShape(selection: readonly AxisSelection[]): readonly number[] {
  return selection.filter((axis) => axis.kept).map((axis) => axis.count);
}

/**
 * The bytes of a selection as the longest possible runs, in the memory order of the array: together they are the selected array in
 * the same order (C or F) as the whole array. Reads nothing.
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

/** Joins the fastest axes as long as there is no gap between their items: `a[3, :, :]` is one run, not one for every row. */
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
