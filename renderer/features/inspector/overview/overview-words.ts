import type { CheckSums, CodecSummary } from '../../../../shared/contract/inspect/chunks.js';
import type {
  ChunksOverview,
  ContainerOverview,
  DocumentOverview,
} from '../../../../shared/contract/inspect/document.js';
import { countOf, formatCount, formatDecimals } from '../../../format/counts.js';
import type { Formats } from '../../../format/formats.js';
import { isCutAlongSeveralAxes } from '../model/chunked.js';

/** `float64  36,525 × 8,192  C order`, or what the file is when it holds no array. */
export function leadWords(
  { array, kind, plainBytes, format: other = '', members = [] }: DocumentOverview,
  format: Formats,
): readonly string[] {
  if (array) return [array.dtype, format.shape(array.shape), `${array.order === 'C' ? 'C' : 'Fortran'} order`];
  if (kind === 'npz') return ['NumPy archive'];
  if (kind === 'arrays') return [`${other} file`, countOf(members.length, 'array')];
  if (kind === 'unreadable') return ['Not a file that can be read'];
  return [plainBytes === undefined ? 'Plain bytes' : `${format.bytes(plainBytes)} of plain bytes`];
}

/** How the data are cut into chunks, in a sentence or two; undefined for files that are not. */
export function chunkingWords(
  { kind, container, chunks, array }: DocumentOverview,
  format: Formats,
): string | undefined {
  if (chunks) return gridWords(chunks, format);
  if (!container || kind === 'unreadable') return undefined;
  const { nchunks, chunkSize, lastChunk, perChunk, state } = container;
  if (state === 'aborted') return 'Every offset is -1: the writer was stopped before it finished.';
  const count = nchunks === undefined ? 'An unknown number of chunks' : countOf(nchunks, 'chunk');
  if (chunkSize < 0) return `${count}; the writer did not record their size.`;
  const holds = perChunk && array ? `; each holds ${perChunkWords(perChunk, array.dtype)}` : '';
  const rest = nchunks !== undefined && nchunks > 1 && lastChunk >= 0 && lastChunk !== chunkSize;
  return `${count} of ${format.size(chunkSize)}${holds}.${rest ? ` ${lastWords(container, format)}` : ''}`;
}

/** `12 chunks (3 × 4) of 100 × 200 items, 156 KiB each, compressed by Blosc.` */
function gridWords({ nchunks, counts, chunkShape, chunkBytes }: ChunksOverview, format: Formats): string {
  const along = isCutAlongSeveralAxes(counts) ? ` (${counts.map(formatCount).join(' × ')})` : '';
  const items = chunkShape.map(formatCount).join(' × ') || '1';
  return `${countOf(nchunks, 'chunk')}${along} of ${items} items, ${format.size(chunkBytes)} each, compressed by Blosc.`;
}

function perChunkWords({ elements, rows }: NonNullable<ContainerOverview['perChunk']>, dtype: string): string {
  const values = `${formatCount(elements)} ${dtype}`;
  return rows === undefined ? values : `${values}, which is ${countOf(rows, 'row')}`;
}

function lastWords({ lastChunk, chunkSize, perChunk }: ContainerOverview, format: Formats): string {
  const rows = perChunk?.rows === undefined ? undefined : (perChunk.rows * lastChunk) / chunkSize;
  return rows !== undefined && Number.isInteger(rows)
    ? `The last chunk holds ${countOf(rows, 'row')} (${format.size(lastChunk)}).`
    : `The last chunk holds ${format.size(lastChunk)}.`;
}

/**
 * Ratio of the payload alone. Empty where the payload is not that of all chunks: of a file that is cut, and of one without offsets on
 * a server, of which only the first chunks are searched.
 */
export function payloadRatioWords(
  { plainBytes, problems, container }: Pick<DocumentOverview, 'plainBytes' | 'problems' | 'container'>,
  payloadBytes: number,
  format: Formats,
): string {
  const isCut = problems.some(({ kind, chunkIndex }) => kind === 'truncated' && chunkIndex !== undefined);
  const isInPart = container?.regions.some(({ region, sizeBytes }) => region === 'unknown' && sizeBytes > 0);
  return plainBytes && payloadBytes > 0 && !isCut && !isInPart ? format.ratio(plainBytes, payloadBytes) : '';
}

export type Integrity = 'verified' | 'damaged' | 'partly' | 'unchecked';

/** The result of all checks: damaged when one chunk is, verified when every chunk is intact. */
export function integrityOf({ match, mismatch, unreadable, unchecked }: CheckSums): Integrity {
  if (mismatch + unreadable > 0) return 'damaged';
  if (unchecked > 0) return match > 0 ? 'partly' : 'unchecked';
  return match > 0 ? 'verified' : 'unchecked';
}

/** Whether chunks are missing at the end of the file: then its size says nothing of the ratio. */
export function isIncomplete({ problems }: DocumentOverview, checked: CheckSums | undefined): boolean {
  return problems.some(({ kind }) => kind === 'truncated') && (checked?.unreadable ?? 0) > 0;
}

export const integrityWords = {
  verified: 'Verified',
  damaged: 'Damaged',
  partly: 'Partly checked',
  unchecked: 'Not checked',
} as const satisfies Record<Integrity, string>;

const codecNames = {
  blosclz: 'BloscLZ',
  'lz4 family': 'LZ4 family (lz4 or lz4hc)',
  snappy: 'Snappy',
  zlib: 'Zlib',
  zstd: 'Zstandard',
  stored: 'stored, no compression',
  unknown: 'unknown',
} as const satisfies Record<CodecSummary['groups'][number]['codec'], string>;

type CodecGroup = CodecSummary['groups'][number];

/** The codec as the format records it: lz4 and lz4hc have one id. */
export function codecText({ codec }: Pick<CodecGroup, 'codec'>): string {
  return codecNames[codec];
}

/** The filter that has an effect: none on stored chunks, and no shuffle of single bytes. */
export function filterText({ codec, filter, typesize }: CodecGroup): string {
  if (codec === 'stored' || (filter === 'byte' && typesize === 1)) return 'no effect';
  return { none: 'none', byte: 'byte shuffle', bit: 'bit shuffle' }[filter];
}

/** Blocksize and splits, where they are the same in all groups; the level is never known. */
export function blocksText({ groups }: CodecSummary, format: Formats): string {
  const level = 'Level: not recorded by the format.';
  const compressed = groups.filter(({ codec }) => codec !== 'stored');
  const sizes = new Set(compressed.map(({ blocksize }) => blocksize));
  const splits = new Set(compressed.map(({ blocksSplit, typesize }) => (blocksSplit ? typesize : 0)));
  const [size] = sizes;
  const [streams] = splits;
  if (sizes.size !== 1 || splits.size !== 1 || size === undefined) return level;
  return `${level} Blocks of ${format.size(size)}, ${streams ? `split into ${countOf(streams, 'stream')}` : 'not split'}.`;
}

/** A share of the whole with as many decimals as it needs: `0.01 %`, `73.8 %`. */
export function shareText(part: number, whole: number): string {
  if (whole <= 0) return '–';
  const percent = (part / whole) * 100;
  return `${formatDecimals(percent, percent < 0.1 || percent > 99.9 ? 2 : 1)} %`;
}
