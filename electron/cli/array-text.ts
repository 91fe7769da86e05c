import { itemCount } from '../../shared/format/numpy/array-metadata.js';

/** Where lines of values are wrapped, as numpy does by default. */
const LINE_COLUMNS = 75;

/**
 * Values in brackets the way numpy prints them, columns aligned. `texts` are the first values in C order, perhaps not all:
 * what is missing is counted at the end by the caller. A 0-d array is its bare value.
 */
export function arrayText(shape: readonly number[], texts: readonly string[]): string {
  if (shape.length === 0) return texts[0] ?? '';
  if (itemCount(shape) === 0) return `[] (shape ${shapeText(shape)})`;
  const width = texts.reduce((widest, text) => Math.max(widest, text.length), 0);
  const padded = texts.map((text) => text.padStart(width));
  return nested(shape, padded, 0);
}

/** As Python prints a tuple: `(3,)`, `(2, 3)`. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

function nested(shape: readonly number[], texts: readonly string[], depth: number): string {
  const [, ...inner] = shape;
  if (inner.length === 0) return wrapped(texts, depth + 1);
  const itemsPerPart = itemCount(inner);
  const parts: string[] = [];
  for (let first = 0; first < texts.length; first += itemsPerPart) {
    parts.push(nested(inner, texts.slice(first, first + itemsPerPart), depth + 1));
  }
  // One empty line more between blocks for each dimension beyond two.
  const gap = '\n'.repeat(inner.length) + ' '.repeat(depth + 1);
  return `[${parts.join(gap)}]`;
}

function wrapped(texts: readonly string[], indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const text of texts) {
    const longer = line === '' ? text : `${line} ${text}`;
    if (line !== '' && indent + longer.length > LINE_COLUMNS) {
      lines.push(line);
      line = text;
    } else {
      line = longer;
    }
  }
  return `[${[...lines, line].join(`\n${' '.repeat(indent)}`)}]`;
}
