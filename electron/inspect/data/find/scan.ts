/** Searches every value of an array. Chunks that cannot be read are skipped. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { itemCount } from '../../../../shared/format/numpy/array-metadata.js';
import { readElement } from '../../../../shared/format/numpy/values.js';
import type { ArrayAccess } from '../../document.js';
import type { TaskOptions } from '../../inspect-service.js';
import type { Leaf } from '../leaves.js';
import { specialKind } from '../number-text.js';
import { readStrips } from '../strips.js';
import { float64s } from '../typed-numbers.js';
import { type Extreme, extremeOf, isBeyond } from './extreme.js';
import type { FirstMatch } from './sought-value.js';

/** An item by its index in memory order, and one of its leaves. */
export interface Hit {
  readonly element: number;
  readonly leaf: Leaf;
}

/** Longest time before other tasks run. */
const YIELD_EVERY_MS = 15;

interface Values {
  /** Index of the first item in memory order. */
  readonly element: number;
  readonly count: number;
  readonly packed: Uint8Array;
}

/** The first of the largest or smallest values that are no NaN; undefined when there are none. */
export async function findExtreme(
  access: ArrayAccess,
  leaf: Leaf,
  kind: 'max' | 'min',
  options: TaskOptions,
): Promise<Hit | undefined> {
  const { dtype } = leaf;
  if (dtype.kind !== 'scalar') return undefined;
  const sign = kind === 'max' ? 1 : -1;
  let best: (Extreme & { readonly element: number }) | undefined;
  for await (const { element, packed } of readItems(access, leaf, [[0, itemCount(access.spec.shape)]], options)) {
    const found = extremeOf(dtype, packed, sign);
    if (found && (!best || isBeyond(found, best, sign))) best = { ...found, element: element + found.item };
  }
  return best && { element: best.element, leaf };
}

/** The next value after item `from` that is NaN (or NaT) or infinite; continues at the start after the end. */
export async function findSpecial(
  access: ArrayAccess,
  { leaves, kind, from }: { leaves: readonly Leaf[]; kind: 'nan' | 'inf'; from: number | undefined },
  options: TaskOptions,
): Promise<Hit | undefined> {
  if (leaves.length === 0) return undefined;
  const { spec } = access;
  const ranges = rangesFrom(access, from);
  const [only] = leaves;
  // A plain float is read as such; records are read whole and searched leaf by leaf.
  const leaf = leaves.length === 1 && only ? only : { name: '', dtype: spec.dtype, offset: 0 };
  const looked = leaves.length === 1 && only ? [{ ...only, offset: 0 }] : leaves;
  for await (const { element, count: items, packed } of readItems(access, leaf, ranges, options)) {
    const hit = firstSpecial(packed, items, looked, kind);
    if (hit) return { element: element + hit.item, leaf: leaves[hit.leafIndex] ?? leaf };
  }
  return undefined;
}

/** The next value after item `from` that matches; continues at the start after the end. */
export async function findValue(
  access: ArrayAccess,
  { leaf, match, from }: { leaf: Leaf; match: FirstMatch; from: number | undefined },
  options: TaskOptions,
): Promise<Hit | undefined> {
  for await (const { element, packed } of readItems(access, leaf, rangesFrom(access, from), options)) {
    const item = match(packed);
    if (item >= 0) return { element: element + item, leaf };
  }
  return undefined;
}

/** All items, from the one behind `from` on. */
function rangesFrom({ spec }: ArrayAccess, from: number | undefined): readonly (readonly [number, number])[] {
  const count = itemCount(spec.shape);
  const start = from === undefined ? 0 : Math.min(from + 1, count);
  return [
    [start, count],
    [0, start],
  ];
}

function firstSpecial(
  packed: Uint8Array,
  items: number,
  leaves: readonly Leaf[],
  kind: 'nan' | 'inf',
): { item: number; leafIndex: number } | undefined {
  const [{ dtype } = { dtype: undefined }] = leaves;
  if (leaves.length === 1 && dtype?.kind === 'scalar' && dtype.code === 'f') {
    const wanted = kind === 'nan' ? Number.isNaN : isInfinite;
    const item = float64s(dtype, packed).findIndex((value) => wanted(value));
    return item < 0 ? undefined : { item, leafIndex: 0 };
  }
  const itemBytes = items === 0 ? 0 : packed.byteLength / items;
  for (let item = 0; item < items; item++) {
    const leafIndex = leaves.findIndex(
      (leaf) => specialKind(readElement(leaf.dtype, packed, item * itemBytes + leaf.offset)) === kind,
    );
    if (leafIndex >= 0) return { item, leafIndex };
  }
  return undefined;
}

function isInfinite(value: number): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

/** The leaf's values of ranges of items, in memory order. Reports progress and lets other tasks run in between. */
async function* readItems(
  access: ArrayAccess,
  leaf: Leaf,
  ranges: readonly (readonly [start: number, end: number])[],
  { signal, onProgress }: TaskOptions,
): AsyncGenerator<Values, void, undefined> {
  const { itemsize } = access.spec.dtype;
  const total = Math.max(1, itemCount(access.spec.shape));
  const strips = ranges.map(
    ([start, end]) =>
      [{ startByte: start * itemsize + leaf.offset, strideBytes: itemsize, count: end - start }, null] as const,
  );
  let searched = 0;
  let yieldedMs = performance.now();
  for await (const { startByte, count, packed, unreadable } of readStrips(access, leaf, strips, {
    signal,
    damage: 'report',
  })) {
    searched += count;
    if (!unreadable) yield { element: (startByte - leaf.offset) / itemsize, count, packed };
    if (performance.now() - yieldedMs < YIELD_EVERY_MS) continue;
    onProgress(searched / total);
    await nextTurn();
    yieldedMs = performance.now();
  }
}
