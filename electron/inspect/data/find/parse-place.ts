import { ArgumentError, isBloscpackError } from '../../../../shared/format/errors.js';
import { parseSlices, resolveSlices, type SliceItem } from '../../../engine/container/slices.js';
import { COMPARISONS, type Sought } from './sought-value.js';

/** The target of "Go to". */
export type Place =
  | { readonly kind: 'max' | 'min' | 'nan' | 'inf' }
  | { readonly kind: 'chunk'; readonly chunkIndex: number }
  | { readonly kind: 'value'; readonly sought: Sought }
  /** Undefined for axes that keep their index; `freeAxes` were given as `:`. */
  | { readonly kind: 'index'; readonly index: readonly (number | undefined)[]; readonly freeAxes: readonly number[] };

const WORDS = ['max', 'min', 'nan', 'inf'] as const;
const EXAMPLES =
  "write an index such as '1203' or '12,5,:', or max, min, nan, inf, 'chunk 7', or a value such as '= 3.5' or '> 100'";

/** Parses `1203`, `-1`, `12,5,:`, `..., 3`, `max`, `nan`, `chunk 7`, `= 3.5`, `> 100`. Throws ArgumentError with examples of valid text. */
export function parsePlace(text: string, shape: readonly number[]): Place {
  const trimmed = text.trim().toLowerCase();
  const word = WORDS.find((known) => known === trimmed);
  if (word) return { kind: word };
  const chunk = /^chunk\s*#?\s*(\d+)$/.exec(trimmed)?.[1];
  if (chunk !== undefined) return { kind: 'chunk', chunkIndex: Number(chunk) };
  const comparison = COMPARISONS.find((known) => trimmed.startsWith(known));
  const value = comparison && text.trim().slice(comparison.length).trim();
  if (comparison && value) return { kind: 'value', sought: { comparison, value } };
  if (!/^[[\]\d\s,:.+-]+$/.test(trimmed)) throw new ArgumentError(`'${text}' is no place in the array: ${EXAMPLES}`);
  return parseIndex(trimmed, text, shape);
}

function parseIndex(trimmed: string, text: string, shape: readonly number[]): Place {
  const items = itemsOf(trimmed, text);
  if (items.some(isPartialRange)) throw new ArgumentError(`'${text}' names more than one place: ${EXAMPLES}`);
  const selection = resolveSlices(shape, items);
  const given = givenItems(items, shape.length);
  return {
    kind: 'index',
    index: selection.map(({ start }, axis) => (given[axis]?.kind === 'index' ? start : undefined)),
    freeAxes: given.flatMap((item, axis) => (item?.kind === 'range' ? [axis] : [])),
  };
}

function itemsOf(trimmed: string, text: string): readonly SliceItem[] {
  try {
    return parseSlices(trimmed);
  } catch (error) {
    if (isBloscpackError(error)) throw new ArgumentError(`'${text}' is no place in the array: ${EXAMPLES}`, {}, error);
    throw error;
  }
}

function isPartialRange(item: SliceItem): boolean {
  return item.kind === 'range' && [item.start, item.stop, item.step].some((bound) => bound !== undefined);
}

/** The item of each axis; undefined for those that an ellipsis or the end left out. */
function givenItems(items: readonly SliceItem[], axes: number): readonly (SliceItem | undefined)[] {
  const ellipsis = items.findIndex(({ kind }) => kind === 'ellipsis');
  const before = ellipsis < 0 ? items : items.slice(0, ellipsis);
  const after = ellipsis < 0 ? [] : items.slice(ellipsis + 1);
  return Array.from({ length: axes }, (_, axis) => before[axis] ?? after[axis - (axes - after.length)]);
}
