/** A block of an array: from `start` on, so many items along each axis. */
export interface Region {
  readonly start: readonly number[];
  readonly shape: readonly number[];
}

/** Limits of a region, in bytes: as many whole chunks as fit into the first, and never more than the second. */
const PREFERRED_BYTES = 4 * 2 ** 20;
const MAX_BYTES = 128 * 2 ** 20;

/**
 * An array with items, cut into regions that follow each other in C order. Each is as far as possible made of whole chunks, so that few
 * chunks are decoded twice: only those of which a row of chunks does not fit into memory.
 */
export function* regionsOf(
  shape: readonly number[],
  chunkShape: readonly number[],
  itemsize: number,
): Generator<Region, void, undefined> {
  const axis = cutAxis(shape, itemsize);
  const stepBytes = shape.slice(axis + 1).reduce((product, length) => product * length, itemsize);
  const length = shape[axis] ?? 1;
  const chunkLength = chunkShape[axis] ?? 1;
  const chunks = Math.floor(PREFERRED_BYTES / (stepBytes * chunkLength));
  const step =
    chunks > 0 ? chunks * chunkLength : Math.max(1, Math.min(chunkLength, Math.floor(MAX_BYTES / stepBytes)));
  const outer = shape.slice(0, axis);
  for (const before of indices(outer)) {
    for (let start = 0; start < length; ) {
      // Never over the end of a chunk, where less than a chunk fits.
      const end = Math.min(
        length,
        chunks > 0 ? start + step : Math.min(start + step, nextMultiple(start, chunkLength)),
      );
      yield {
        start: [...before, start, ...shape.slice(axis + 1).map(() => 0)].slice(0, shape.length),
        shape: [...outer.map(() => 1), end - start, ...shape.slice(axis + 1)].slice(0, shape.length),
      };
      start = end;
    }
  }
}

/** The first axis of which one index fits into memory. */
function cutAxis(shape: readonly number[], itemsize: number): number {
  let stepBytes = itemsize;
  let axis = Math.max(0, shape.length - 1);
  for (; axis > 0 && stepBytes * (shape[axis] ?? 1) <= MAX_BYTES; axis--) stepBytes *= shape[axis] ?? 1;
  return axis;
}

function nextMultiple(value: number, of: number): number {
  return (Math.floor(value / of) + 1) * of;
}

/** All indices of a block, the last axis fastest; once the empty one for no axes. */
export function* indices(shape: readonly number[]): Generator<readonly number[], void, undefined> {
  if (shape.includes(0)) return;
  const at = shape.map(() => 0);
  for (;;) {
    yield [...at];
    let axis = shape.length - 1;
    for (; axis >= 0; axis--) {
      at[axis] = (at[axis] ?? 0) + 1;
      if ((at[axis] ?? 0) < (shape[axis] ?? 0)) break;
      at[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** A block of bytes in C order, as a region of the array. */
export interface Block extends Region {
  readonly bytes: Uint8Array;
}

/** Copies what two blocks have in common, run by run along the last axes. */
export function copyCommon(from: Block, to: Block, itemsize: number): void {
  const start = from.start.map((first, axis) => Math.max(first, to.start[axis] ?? 0));
  const shape = start.map((first, axis) => {
    const end = Math.min(endOf(from, axis), endOf(to, axis));
    return Math.max(0, end - first);
  });
  if (shape.includes(0)) return;
  const whole = wholeAxes(shape, from.shape, to.shape);
  const runBytes = shape.slice(whole).reduce((product, length) => product * length, itemsize);
  const copy = (at: readonly number[]): void => {
    const fromByte = offsetOf(from, start, at) * itemsize;
    to.bytes.set(from.bytes.subarray(fromByte, fromByte + runBytes), offsetOf(to, start, at) * itemsize);
  };
  for (const at of indices(shape.slice(0, whole))) copy(at);
}

function endOf({ start, shape }: Region, axis: number): number {
  return (start[axis] ?? 0) + (shape[axis] ?? 0);
}

/** The first axis from which on the common items lie in one run in both blocks. */
function wholeAxes(shape: readonly number[], ...blocks: readonly (readonly number[])[]): number {
  let axis = shape.length - 1;
  while (axis > 0 && blocks.every((block) => block[axis] === shape[axis])) axis--;
  return Math.max(0, axis);
}

/** Items before the one that is `at` behind `first`, in C order of a block. */
function offsetOf(block: Region, first: readonly number[], at: readonly number[]): number {
  return block.shape.reduce((offset, length, axis) => {
    return offset * length + (first[axis] ?? 0) + (at[axis] ?? 0) - (block.start[axis] ?? 0);
  }, 0);
}
