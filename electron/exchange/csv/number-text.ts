/** What the text of a cell is. */
export type CellKind = 'integer' | 'float' | 'missing' | 'text';

const INTEGER = /^[+-]?\d+$/;
const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const MISSING: ReadonlySet<string> = new Set(['', 'nan', 'na', 'n/a', 'null', 'none']);

export function cellKind(text: string): CellKind {
  if (INTEGER.test(text)) return 'integer';
  if (FLOAT.test(text) || INFINITE.test(text)) return 'float';
  return MISSING.has(text.toLowerCase()) ? 'missing' : 'text';
}

/** The double nearest to a number; NaN for a missing cell. The text is no 'text'. */
export function doubleOf(text: string): number {
  const infinite = INFINITE.exec(text);
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return cellKind(text) === 'missing' ? Number.NaN : Number(text);
}

/** More than any 64-bit integer has, sign and some zeros included. */
const MAX_INTEGER_LETTERS = 24;

/** The integer, if 64 bits may hold it. The text is an 'integer'. */
export function integerOf(text: string): bigint | undefined {
  return text.length > MAX_INTEGER_LETTERS ? undefined : BigInt(text.startsWith('+') ? text.slice(1) : text);
}
