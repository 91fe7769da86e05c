/** Values as strict JSON. */
import { itemCount } from '../../../../shared/format/numpy/array-metadata.js';
import { isNumeric, type Leaf } from '../leaves.js';
import type { RowTexts } from './row-texts.js';

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/;
const BOOLEANS: Readonly<Record<string, string>> = { True: 'true', False: 'false' };

/**
 * A value as JSON: numbers with all their digits (64-bit integers beyond 2^53 too, so read them with a parser that
 * keeps them), NaN and infinities as `null`, since JSON has neither; everything else as its text.
 */
export function jsonValue(leaf: Leaf, text: string): string {
  if (!isNumeric(leaf)) return JSON.stringify(text);
  if (JSON_NUMBER.test(text)) return text;
  if (/^-?(?:nan|inf)$/.test(text)) return 'null';
  return BOOLEANS[text] ?? JSON.stringify(text);
}

export interface JsonShape {
  /** Lengths of the axes over which rows run; their brackets nest. */
  readonly rowDimensions: readonly number[];
  /** `list`: a row is a list of its cells. `record`: an object by the names of its columns. `bare`: its only cell. */
  readonly row: 'list' | 'record' | 'bare';
  leafOf(column: number): Leaf;
}

/** Rows as nested lists, as numpy's `tolist` nests them. */
export async function* jsonRows(
  rows: AsyncIterable<RowTexts>,
  { rowDimensions, row: kind, leafOf }: JsonShape,
): AsyncGenerator<string, void, undefined> {
  const total = itemCount(rowDimensions);
  // Rows in one item of each dimension, outermost first: brackets open and close at their multiples.
  const spans = rowDimensions.map((_, axis) => itemCount(rowDimensions.slice(axis)));
  if (total === 0) yield '[]';
  const [open, close] = { list: ['[', ']'], record: ['{', '}'], bare: ['', ''] }[kind] as [string, string];
  for await (const { row, columnStart, texts, isRowEnd } of rows) {
    const values = texts.map((text, index) => {
      const leaf = leafOf(columnStart + index);
      const value = jsonValue(leaf, text);
      return kind === 'record' ? `${JSON.stringify(leaf.name)}:${value}` : value;
    });
    const opening = columnStart > 0 ? ',' : '['.repeat(spans.filter((span) => row % span === 0).length) + open;
    yield opening + values.join(',');
    if (!isRowEnd) continue;
    const closed = spans.filter((span) => (row + 1) % span === 0).length;
    yield `${close}${']'.repeat(closed)}${row + 1 < total ? ',\n' : ''}`;
  }
}
