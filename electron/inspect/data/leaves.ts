/** The leaves of a dtype: the columns of a structured array, with the items of sub-arrays up to a limit. */
import { ArgumentError } from '../../../shared/format/errors.js';
import { type Dtype, type StructDtype, type SubarrayDtype, subarrayDtype } from '../../../shared/format/numpy/dtype.js';

export interface Leaf {
  /** `pos[0].x`; empty for the one leaf of a plain dtype; `big[64:1000]` for the rest of a long sub-array. */
  readonly name: string;
  readonly dtype: Dtype;
  /** Bytes from the start of the item. */
  readonly offset: number;
}

/** Items of a sub-array that become single leaves; the rest is one more leaf. */
const MAX_OF_SUBARRAY = 64;
/** Most leaves of an item; further fields are not split. */
const MAX_LEAVES = 4096;

/** The leaves of an item in the order of its bytes, without padding; never empty. */
export function leavesOf(dtype: Dtype): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect({ name: '', dtype, offset: 0 }, leaves);
  return leaves.length === 0 ? [{ name: '', dtype, offset: 0 }] : leaves;
}

function collect(leaf: Leaf, into: Leaf[]): void {
  const { dtype } = leaf;
  if (dtype.kind === 'scalar' || into.length >= MAX_LEAVES) into.push(leaf);
  else if (dtype.kind === 'struct') collectFields(leaf, dtype, into);
  else collectItems(leaf, dtype, into);
}

function collectFields({ name, offset }: Leaf, dtype: StructDtype, into: Leaf[]): void {
  for (const field of dtype.fields) {
    if (field.padding) continue;
    const path = name === '' ? field.name : `${name}.${field.name}`;
    collect({ name: path, dtype: field.dtype, offset: offset + field.offset }, into);
  }
}

function collectItems({ name, offset }: Leaf, { base, shape, itemsize }: SubarrayDtype, into: Leaf[]): void {
  if (itemsize === 0) return;
  const count = itemsize / base.itemsize;
  const shown = Math.min(count, MAX_OF_SUBARRAY);
  for (let item = 0; item < shown; item++) {
    collect({ name: `${name}[${itemIndex(item, shape)}]`, dtype: base, offset: offset + item * base.itemsize }, into);
  }
  if (shown === count) return;
  const rest = subarrayDtype(base, [count - shown]);
  into.push({ name: `${name}[${shown}:${count}]`, dtype: rest, offset: offset + shown * base.itemsize });
}

/** `1,2` for item 5 of a sub-array of shape (2, 3). */
function itemIndex(item: number, shape: readonly number[]): string {
  const index: number[] = [];
  let rest = item;
  for (const length of shape.toReversed()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return index.join(',');
}

/** Whether a leaf's values are numbers with an order, or booleans. */
export function isNumeric({ dtype }: Leaf): boolean {
  return dtype.kind === 'scalar' && 'biuf'.includes(dtype.code);
}

/** Whether a leaf's values can be drawn: numbers with an order, parts of complex numbers, and times. */
export function isDrawable(leaf: Leaf): boolean {
  return isNumeric(leaf) || (leaf.dtype.kind === 'scalar' && 'cmM'.includes(leaf.dtype.code));
}

/** The requested leaf, or else the first one that can be drawn, numbers before times. Throws ArgumentError for an unknown leaf. */
export function chosenLeaf(leaves: readonly Leaf[], field: number | undefined): Leaf {
  const leaf = field === undefined ? (leaves.find(isNumeric) ?? leaves.find(isDrawable) ?? leaves[0]) : leaves[field];
  if (leaf) return leaf;
  throw new ArgumentError(`there is no field ${field}: the array has ${leaves.length}`, {
    expected: leaves.length - 1,
    found: field ?? 0,
  });
}
