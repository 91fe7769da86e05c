import type {
  CheckState,
  ChunkDetails,
  ChunkRow,
  ChunkSummary,
  CodecWords,
  OutlierGroup,
} from '../../../../shared/contract/inspect/chunks.js';
import type { DocumentOverview } from '../../../../shared/contract/inspect/document.js';
import { formatCount } from '../../../format/counts.js';
import type { Formats } from '../../../format/formats.js';
import type { Tone } from '../../../ui/tone.js';
import { rowsPerChunk } from '../model/chunked.js';
import { shortRatio } from './ratio-scale.js';

/** A range [start, end) in words, with its last index: `6,576 to 6,591`, `7`; `none` for an empty one. */
export function rangeWords([start, end]: readonly [start: number, end: number]): string {
  if (end <= start) return 'none';
  return end === start + 1 ? formatCount(start) : `${formatCount(start)} to ${formatCount(end - 1)}`;
}

/**
 * The number of chunks of a document: the counted one, or before that the one of an array's shape, or in the header of a container
 * without known damage.
 */
export function chunkCount({ container, chunks }: DocumentOverview, counted: number | undefined): number | undefined {
  return counted ?? (container?.state === 'complete' ? container.nchunks : chunks?.nchunks);
}

/** Of which chunks the sums are, where not of all: `of the 5,110 chunks whose sizes were read`. */
export function sampleWords({ basis }: ChunkSummary): string | undefined {
  return basis.kind === 'all' ? undefined : `of the ${formatCount(basis.chunks)} chunks whose sizes were read`;
}

/** Rows of the first axis [start, end) in chunks [start, end), where chunks hold whole rows. */
export function rowsOfChunks(
  overview: DocumentOverview,
  [start, end]: readonly [start: number, end: number],
): readonly [start: number, end: number] | undefined {
  const perChunk = rowsPerChunk(overview);
  const rows = overview.array?.shape[0];
  if (perChunk === undefined || rows === undefined) return undefined;
  return [Math.min(rows, start * perChunk), Math.min(rows, end * perChunk)];
}

/** How many bytes a chunk takes: `5,123 B of 1,048,576`. */
export function storedWords(
  { storedBytes, plainBytes, headless }: Pick<ChunkRow, 'storedBytes' | 'plainBytes' | 'headless'>,
  format: Formats,
): string {
  return storedBytes > 0 || headless ? `${format.bytes(storedBytes)} of ${format.count(plainBytes)}` : 'not completely';
}

/** Short names, for tables. */
export const codecLabels = {
  blosclz: 'BloscLZ',
  'lz4 family': 'LZ4 family',
  snappy: 'Snappy',
  zlib: 'Zlib',
  zstd: 'Zstd',
  stored: 'stored',
  unknown: 'unknown',
} as const satisfies Record<CodecWords, string>;

/** The codec where there is room. The format has one id for lz4 and lz4hc. */
export function codecSentence(codec: CodecWords): string {
  if (codec === 'lz4 family') return 'LZ4 family (lz4 or lz4hc)';
  return codec === 'stored' ? 'none: stored uncompressed' : codecLabels[codec];
}

export const filterSentences = {
  none: 'none',
  byte: 'byte shuffle',
  bit: 'bit shuffle',
} as const satisfies Record<'none' | 'byte' | 'bit', string>;

export const checkLabels = {
  unchecked: { label: 'unchecked', tone: 'plain' },
  match: { label: 'match', tone: 'ok' },
  mismatch: { label: 'mismatch', tone: 'bad' },
  unreadable: { label: 'unreadable', tone: 'bad' },
} as const satisfies Record<CheckState, { readonly label: string; readonly tone: Tone }>;

/** Chunks without a header, in a table and among facts. */
export const headlessLabels = {
  missing: 'missing',
  plain: 'without Blosc',
} as const satisfies Record<NonNullable<ChunkRow['headless']>, string>;

/** A part of an array as numpy writes it: `[0:100, 200:400]`. */
export function itemsText(items: NonNullable<ChunkDetails['items']>): string {
  return `[${items.map(([start, end]) => `${start}:${end}`).join(', ')}]`;
}

/** `8 stored uncompressed`, `3 above 17×`. */
export function groupWords({ kind, count, bound = 0 }: OutlierGroup): string {
  const counted = formatCount(count);
  switch (kind) {
    case 'missing':
      return `${counted} never written`;
    case 'stored':
      return `${counted} stored uncompressed`;
    case 'high':
      return `${counted} above ${shortRatio(bound)}`;
    case 'low':
      return `${counted} below ${shortRatio(bound)}`;
    case 'bad':
      return `${counted} with a wrong checksum or unreadable`;
  }
}

/** Where they are: `412 to 419`, or `from 1,663` for many runs. */
export function placeWords({ count, ranges }: OutlierGroup): string {
  const [first] = ranges;
  if (!first) return '';
  return first[1] - first[0] === count ? rangeWords(first) : `from ${formatCount(first[0])}`;
}

/** Whether a chunk is intact, in a sentence: compares the digest of the stored bytes with the stored digest. */
export function verdictOf({ row, digest, elements }: ChunkDetails): { readonly text: string; readonly tone: Tone } {
  const name = `Chunk ${formatCount(row.chunkIndex)}`;
  if (!digest) return { tone: 'info', text: `${name} has no checksum.` };
  const { stored, computed, kind } = digest;
  if (computed === undefined) return { tone: 'bad', text: row.problem ?? `${name} cannot be read.` };
  if (computed === stored) return { tone: 'ok', text: `${name}: ${kind} ${stored} matches.` };
  const affected = elements ? ` Items ${rangeWords(elements)} are affected.` : '';
  return { tone: 'bad', text: `${name}: ${kind} ${stored} is stored, ${computed} computed.${affected}` };
}
