import { bloscFlags } from '../../../shared/format/blosc-chunk.js';
import { CHECK_STATES, type ChunkChecks } from './chunk-checks.js';
import type { ChunkSizes } from './chunk-sizes.js';
import { codecWords, filterWords, type HeaderFacts } from './header-facts.js';

/** The facts that a filter tests. */
export interface FilterSource {
  readonly sizes: ChunkSizes;
  readonly facts: HeaderFacts;
  readonly checks: ChunkChecks;
}

export type ChunkTest = (chunkIndex: number, source: FilterSource) => boolean;

/** A valid filter. */
export interface ChunkFilter {
  readonly test: ChunkTest;
  /** It tests fields of chunk headers, so all of them have to be read first. */
  readonly needsHeaders: boolean;
}

/** A filter, or a message that says what is wrong with it. */
export type ParsedFilter = ChunkFilter | { readonly problem: string };

type Compare = (a: number, b: number) => boolean;

const COMPARISONS: Readonly<Record<string, Compare>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

type NumberOf = (chunkIndex: number, sizes: ChunkSizes) => number;

const NUMBERS: Readonly<Record<string, NumberOf>> = {
  index: (chunk) => chunk,
  chunk: (chunk) => chunk,
  ratio: (chunk, sizes) => sizes.ratio(chunk),
  size: (chunk, sizes) => sizes.stored(chunk),
  stored: (chunk, sizes) => sizes.stored(chunk),
  plain: (chunk, sizes) => sizes.plain(chunk),
  offset: (chunk, sizes) => sizes.position(chunk),
};

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  x: 1,
  '×': 1,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
};

/** Names of flags, and their bits. */
const FLAGS: Readonly<Record<string, (flags: number) => boolean>> = {
  memcpy: (flags) => bloscFlags(flags).memcpyed,
  memcpyed: (flags) => bloscFlags(flags).memcpyed,
  stored: (flags) => bloscFlags(flags).memcpyed,
  shuffle: (flags) => bloscFlags(flags).byteShuffle,
  byteshuffle: (flags) => bloscFlags(flags).byteShuffle,
  bitshuffle: (flags) => bloscFlags(flags).bitShuffle,
  split: (flags) => !bloscFlags(flags).notSplit,
};

/**
 * Parses comparisons (`ratio < 1.2`, `size > 1 MiB`, `index >= 400`), `flags has memcpy`, `codec is zstd`, `filter
 * is byte`, `check is mismatch`, joined by `and`; any other text is searched in a chunk's number, codec,
 * filter and state.
 */
export function parseChunkFilter(text: string): ParsedFilter {
  const terms: ChunkFilter[] = [];
  for (const part of text.trim().split(/\s+and\s+/i)) {
    const term = parseTerm(part.trim());
    if ('problem' in term) return term;
    terms.push(term);
  }
  return {
    test: (chunk, source) => terms.every(({ test }) => test(chunk, source)),
    needsHeaders: terms.some(({ needsHeaders }) => needsHeaders),
  };
}

function parseTerm(text: string): ParsedFilter {
  const comparison = /^([a-z]+)\s*(<=|>=|==|!=|<|>|=)\s*(.*)$/i.exec(text);
  if (comparison) return parseComparison(comparison[1] ?? '', comparison[2] ?? '', comparison[3] ?? '');
  const test = /^(flags?|codec|filter|check)\s+(has|is|not)\s+(.+)$/i.exec(text);
  if (test)
    return parseTest((test[1] ?? '').toLowerCase(), (test[2] ?? '').toLowerCase(), (test[3] ?? '').toLowerCase());
  return textSearch(text.toLowerCase());
}

function parseComparison(name: string, sign: string, right: string): ParsedFilter {
  const numberOf = NUMBERS[name.toLowerCase()];
  if (!numberOf) {
    return { problem: `'${name}' cannot be compared; index, ratio, size, plain and offset can` };
  }
  const value = parseNumber(right);
  const compare = COMPARISONS[sign];
  if (value === undefined || !compare) return { problem: `'${right}' is no number; write one such as 1.2 or 1 MiB` };
  return { test: (chunk, { sizes }) => compare(numberOf(chunk, sizes), value), needsHeaders: false };
}

function parseNumber(text: string): number | undefined {
  const match = /^(0x[0-9a-f]+|[+-]?\d[\d,_]*(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)\s*([a-z×]*)$/i.exec(text.trim());
  const unit = UNITS[(match?.[2] ?? '').toLowerCase()];
  const value = Number((match?.[1] ?? 'none').replaceAll(/[,_]/g, ''));
  return unit === undefined || Number.isNaN(value) ? undefined : value * unit;
}

function parseTest(subject: string, verb: string, word: string): ParsedFilter {
  const term = subject === 'check' ? checkTest(word) : headerTest(subject, word);
  if ('problem' in term || verb !== 'not') return term;
  return { ...term, test: (chunk, source) => !term.test(chunk, source) };
}

function checkTest(word: string): ParsedFilter {
  const isBad = word === 'bad' || word === 'damaged';
  if (!isBad && !CHECK_STATES.some((state) => state === word)) {
    return { problem: `a check is ${CHECK_STATES.join(', ')} or bad, not '${word}'` };
  }
  return {
    test: (chunk, { checks }) => (isBad ? checks.code(chunk) > 1 : checks.state(chunk) === word),
    needsHeaders: false,
  };
}

function headerTest(subject: string, word: string): ParsedFilter {
  if (subject.startsWith('flag')) {
    const flag = FLAGS[word.replaceAll(/[\s-]/g, '')];
    if (!flag) return { problem: `'${word}' is no flag; there are memcpy, shuffle, bitshuffle and split` };
    return ofFlags(flag);
  }
  if (subject === 'codec') return ofFlags((flags) => codecWords(flags).startsWith(word.replace(/hc$/, '')));
  return ofFlags((flags) => filterWords(flags) === word.replace(/\s*-?shuffle$/, ''));
}

function ofFlags(isWanted: (flags: number) => boolean): ChunkFilter {
  return {
    test: (chunk, { facts }) => {
      const flags = facts.flags(chunk);
      return flags !== undefined && isWanted(flags);
    },
    needsHeaders: true,
  };
}

/** A number matches the chunk's index; any other text the words of its row. */
function textSearch(text: string): ChunkFilter {
  const number = /^(?:chunk\s*)?(\d+)$/.exec(text)?.[1];
  if (number !== undefined) return { test: (chunk) => String(chunk).includes(number), needsHeaders: false };
  return {
    test: (chunk, { facts, checks }) => {
      const flags = facts.flags(chunk);
      const words = flags === undefined ? '' : `${codecWords(flags)} ${filterWords(flags)}`;
      return `${words} ${checks.state(chunk)}`.includes(text);
    },
    needsHeaders: true,
  };
}
