import type { CheckedStream } from '../../../shared/contract/streams.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { axisStrides, byteOfIndex } from '../../engine/arrays/strides.js';
import { type ArrayAccess, requireArray } from '../document.js';
import type { DocumentStream } from '../inspect-service.js';
import { drawnNumbersOf } from './drawn-numbers.js';
import { chosenLeaf, isDrawable, type Leaf, leavesOf } from './leaves.js';
import { MAX_PICTURE_BYTES, readingCost, readingUnit } from './reading-cost.js';
import { readStrips, type Strip } from './strips.js';
import { wholeBase } from './whole-base.js';

/** Equal ranges of an axis, and how much of each is read. */
export interface LinePlan {
  readonly count: number;
  readonly bins: number;
  /** Values read of each range, from its start. */
  readonly taken: number;
  /** Every nth range is read. */
  readonly everyBin: number;
  /** One in so many values is read; 1 when all are. */
  readonly sampled: number;
}

/** Number of ranges whose results are sent together. */
const PIECE_BINS = 256;

/**
 * Values along one axis, or the envelope of each range; NaN for ranges without a readable or sampled value. If more than
 * `maxBytes` would have to be decompressed, only the start of each range, or of each nth one, is read, and the header
 * `x-sampled: n` says that one in n values was read. Large integers are relative to the integer in the header `x-base`.
 */
export function lineStream(maxBytes: number): DocumentStream<'inspect.line'> {
  return async (document, request, signal) => {
    const access = requireArray(document);
    const leaf = drawnLeaf(leavesOf(access.spec.dtype), request.field);
    const axis = lineAxis(access, request, leaf);
    const plan = planLine(axis, request.points, await readingUnit(document), maxBytes);
    const isEnvelope = plan.count > request.points;
    const base = await wholeBase(access, leaf);
    return {
      contentType: 'application/octet-stream',
      sizeBytes: plan.bins * (isEnvelope ? 16 : 8),
      headers: {
        ...(isEnvelope && { 'x-envelope': '1' }),
        ...(plan.sampled > 1 && { 'x-sampled': String(plan.sampled) }),
        ...(base !== 0n && { 'x-base': String(base) }),
      },
      body: lineBody({ access, leaf, axis, plan, isEnvelope, numbersOf: numbersOfLeaf(leaf, request, base), signal }),
    };
  };
}

export const line = lineStream(MAX_PICTURE_BYTES);

/** The leaf to draw. Throws ArgumentError for text and raw bytes. */
export function drawnLeaf(leaves: readonly Leaf[], field: number | undefined): Leaf {
  const leaf = chosenLeaf(leaves, field);
  if (isDrawable(leaf)) return leaf;
  throw new ArgumentError('only numbers can be drawn, and these values are not numbers');
}

function numbersOfLeaf({ dtype }: Leaf, { numbers }: CheckedStream<'inspect.line'>, base: bigint) {
  // Only scalars can be drawn.
  return dtype.kind === 'scalar' ? drawnNumbersOf(dtype, numbers, base) : () => new Float64Array();
}

function lineAxis({ spec }: ArrayAccess, request: CheckedStream<'inspect.line'>, leaf: Leaf): Strip {
  const { axis, held, start, end } = request;
  const length = spec.shape[axis];
  if (length === undefined) {
    throw new ArgumentError(`there is no axis ${axis}: the array has ${spec.shape.length} axes`);
  }
  const first = spec.shape.map((items, at) => {
    const index = at === axis ? Math.min(start, length) : (held[at] ?? 0);
    if (at === axis || index < items) return index;
    throw new ArgumentError(`index ${index} is out of bounds for axis ${at} with ${items} items`);
  });
  return {
    startByte: byteOfIndex(spec, first) + leaf.offset,
    strideBytes: axisStrides(spec)[axis] ?? 0,
    count: Math.max(0, Math.min(end, length) - start),
  };
}

/** Chooses the values of an axis to read so that at most `maxBytes` are decompressed. */
export function planLine(axis: Strip, points: number, unitBytes: number, maxBytes: number): LinePlan {
  const { count, strideBytes } = axis;
  const bins = Math.min(points, count);
  const perBin = bins === 0 ? 0 : Math.ceil(count / bins);
  const all = { count, bins, taken: perBin, everyBin: 1, sampled: 1 };
  const costBytes = readingCost([axis], unitBytes);
  if (costBytes <= maxBytes) return all;
  const taken = Math.max(1, Math.floor((perBin * maxBytes) / costBytes));
  const binBytes = readingCost([{ count: taken, strideBytes }], unitBytes);
  // One block can hold several ranges.
  const binsBytes = readingCost([{ count: bins, strideBytes: perBin * strideBytes }], binBytes);
  const everyBin = Math.max(1, Math.ceil(binsBytes / maxBytes));
  return { count, bins, taken, everyBin, sampled: Math.round((everyBin * count) / (bins * taken)) };
}

interface LineWork {
  readonly access: ArrayAccess;
  readonly leaf: Leaf;
  readonly axis: Strip;
  readonly plan: LinePlan;
  readonly isEnvelope: boolean;
  readonly numbersOf: (packed: Uint8Array) => Float64Array;
  readonly signal: AbortSignal;
}

async function* lineBody(work: LineWork): AsyncGenerator<Uint8Array, void, undefined> {
  const { access, leaf, plan, isEnvelope, numbersOf, signal } = work;
  const perBin = isEnvelope ? 2 : 1;
  const results = new Float64Array(plan.bins * perBin).fill(Number.NaN);
  const bytes = new Uint8Array(results.buffer);
  let sentBins = 0;
  for await (const { tag: bin, packed, unreadable } of readStrips(access, leaf, binStrips(work), {
    signal,
    damage: 'report',
  })) {
    if (bin - sentBins >= PIECE_BINS) {
      yield bytes.slice(sentBins * perBin * 8, bin * perBin * 8);
      sentBins = bin;
    }
    if (unreadable) continue;
    const values = numbersOf(packed);
    if (isEnvelope) widen(results, bin * 2, values);
    else results.set(values.subarray(0, 1), bin);
  }
  yield bytes.subarray(sentBins * perBin * 8);
}

function* binStrips({ axis, plan, isEnvelope }: LineWork): Generator<readonly [Strip, number]> {
  const { count, bins, taken, everyBin } = plan;
  for (let bin = 0; bin < bins; bin += everyBin) {
    const start = isEnvelope ? Math.floor((bin * count) / bins) : bin;
    const end = isEnvelope ? Math.floor(((bin + 1) * count) / bins) : bin + 1;
    const { strideBytes } = axis;
    yield [{ startByte: axis.startByte + start * strideBytes, strideBytes, count: Math.min(taken, end - start) }, bin];
  }
}

/** Widens the min and max at `at` to include the values, ignoring NaN. */
function widen(results: Float64Array, at: number, values: Float64Array): void {
  const [oldMin = Number.NaN, oldMax = Number.NaN] = results.subarray(at, at + 2);
  let min = Number.isNaN(oldMin) ? Number.POSITIVE_INFINITY : oldMin;
  let max = Number.isNaN(oldMax) ? Number.NEGATIVE_INFINITY : oldMax;
  for (let item = 0; item < values.length; item++) {
    const value = values[item] ?? Number.NaN;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  // Min is still above max if all values were NaN.
  if (min <= max) results.set([min, max], at);
}
