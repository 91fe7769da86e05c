/** Items along an axis, and how many items the next one is away, in two memories. */
interface Axis {
  readonly length: number;
  readonly fromStep: number;
  readonly toStep: number;
}

/** A memory of items, and where in it a block begins. */
export interface BlockMemory {
  readonly bytes: Uint8Array;
  /** Items from the start of the memory to the first one of the block. */
  readonly startItem: number;
  /** Items from one index of each axis to the next. */
  readonly steps: readonly number[];
}

/** Runs of fewer bytes are copied byte by byte: a call would take longer. */
const SHORT_RUN_BYTES = 48;

/** Copies a block of items of `shape` from one memory to another, whatever the order of the axes is in each. */
export function copyBlock(shape: readonly number[], itemsize: number, from: BlockMemory, to: BlockMemory): void {
  if (shape.includes(0) || itemsize === 0) return;
  const axes = joinedAxes(
    shape.map((length, axis) => ({ length, fromStep: from.steps[axis] ?? 0, toStep: to.steps[axis] ?? 0 })),
  );
  const fastest = axes.at(-1);
  const isRun = fastest !== undefined && fastest.fromStep === 1 && fastest.toStep === 1;
  const runBytes = (isRun ? fastest.length : 1) * itemsize;
  const outer = isRun ? axes.slice(0, -1) : axes;
  const index = outer.map(() => 0);
  let [fromItem, toItem] = [from.startItem, to.startItem];
  for (;;) {
    copyRun(from.bytes, fromItem * itemsize, to.bytes, toItem * itemsize, runBytes);
    let axis = outer.length - 1;
    for (; axis >= 0; axis--) {
      const { length, fromStep, toStep } = outer[axis] as Axis; // axis < outer.length
      const next = (index[axis] ?? 0) + 1;
      if (next < length) {
        [index[axis], fromItem, toItem] = [next, fromItem + fromStep, toItem + toStep];
        break;
      }
      index[axis] = 0;
      fromItem -= (length - 1) * fromStep;
      toItem -= (length - 1) * toStep;
    }
    if (axis < 0) return;
  }
}

/** Without axes of one item, and with neighbours joined that follow each other in both memories. */
function joinedAxes(axes: readonly Axis[]): readonly Axis[] {
  const joined: Axis[] = [];
  for (const axis of axes) {
    if (axis.length === 1) continue;
    const before = joined.at(-1);
    const isOne = before?.fromStep === axis.fromStep * axis.length && before.toStep === axis.toStep * axis.length;
    if (before && isOne) joined[joined.length - 1] = { ...axis, length: before.length * axis.length };
    else joined.push(axis);
  }
  return joined;
}

function copyRun(from: Uint8Array, fromByte: number, to: Uint8Array, toByte: number, lengthBytes: number): void {
  if (lengthBytes >= SHORT_RUN_BYTES) {
    to.set(from.subarray(fromByte, fromByte + lengthBytes), toByte);
    return;
  }
  for (let at = 0; at < lengthBytes; at++) to[toByte + at] = from[fromByte + at] ?? 0;
}
