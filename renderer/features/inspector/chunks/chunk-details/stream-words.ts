import type { BlockRow, BloscFacts } from '../../../../../shared/contract/inspect/chunks.js';

export interface Stream {
  readonly label: string;
  readonly storedBytes: number;
  readonly plainBytes: number;
  /** Compression did not make it smaller, so that its bytes are stored uncompressed. */
  readonly isStored: boolean;
}

/** The streams of a block; after a byte shuffle they are named by the byte of an item that they contain. */
export function streamsOf(block: BlockRow, blosc: BloscFacts, descr: string | undefined): readonly Stream[] {
  const { streams, plainBytes } = block;
  const streamBytes = Math.floor(plainBytes / Math.max(1, streams.length));
  return streams.map((storedBytes, index) => ({
    label: streamLabel(index, streams.length, blosc.filter, descr),
    storedBytes,
    plainBytes: streamBytes,
    isStored: storedBytes >= streamBytes,
  }));
}

function streamLabel(index: number, count: number, filter: BloscFacts['filter'], descr: string | undefined): string {
  if (count === 1) return 'whole block';
  if (filter !== 'byte') return `part ${index}`;
  const place = byteMeaning(index, count, descr);
  return place ? `byte ${index}, ${place}` : `byte ${index}`;
}

/** The meaning of the first and last byte of a number; undefined for other dtypes, and for items of several values. */
function byteMeaning(index: number, count: number, descr: string | undefined): string | undefined {
  const [, order, kind, size] = /^([<>|=])([iuf])(\d+)$/.exec(descr ?? '') ?? [];
  if (Number(size) !== count) return undefined;
  const significance = order === '>' ? count - 1 - index : index;
  if (significance === 0) return 'lowest';
  if (significance !== count - 1) return undefined;
  return kind === 'u' ? 'highest' : 'sign';
}

/** A bit of the chunk's flags, or the three of the codec, highest first. */
export interface FlagBits {
  readonly name: string;
  readonly bits: string;
  readonly isSet: boolean;
}

const flagNames = [
  'bit 0: byte shuffle',
  'bit 1: stored as a pure copy',
  'bit 2: bit shuffle',
  'bit 3: reserved',
  'bit 4: blocks are not split (bloscpack prints it as split_blocks)',
] as const;

export function flagBits(flags: number): readonly FlagBits[] {
  const codec = flags >> 5;
  const single = flagNames.map((name, bit) => ({
    name,
    bits: String((flags >> bit) & 1),
    isSet: ((flags >> bit) & 1) === 1,
  }));
  return [
    { name: `bits 5 to 7: codec ${codec}`, bits: codec.toString(2).padStart(3, '0'), isSet: codec !== 0 },
    ...single.reverse(),
  ];
}
