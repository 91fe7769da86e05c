import type { ChunkSummary, OutlierGroup } from '../../../shared/contract/inspect/chunks.js';
import { bloscFlags } from '../../../shared/format/blosc-chunk.js';
import { requireChunks } from '../document.js';
import type { DocumentCall } from '../inspect-service.js';
import type { FilterSource } from './chunk-filter.js';
import { summed } from './chunk-map.js';
import { type ChunkSizes, storedBytesOf } from './chunk-sizes.js';

const COURSE_BINS = 600;
const HISTOGRAM_BINS = 48;
/**
 * Ratios this many times the distance of the quartiles (of their logarithms) beyond them stand out: Tukey's far
 * outliers.
 */
const FAR = 3;
/** The distance is at least a tenth, so that nearly equal chunks have no outliers. */
const MIN_STEP = Math.log(1.1);
const MAX_RANGES = 8;

/** Sums over all chunks, from their sizes and from the checks so far. */
export const chunkSummary: DocumentCall<'inspect.summary'> = async (document) => {
  const { table, checks } = requireChunks(document);
  const step = table.sampleStep;
  const sizes = await table.someSizes();
  const { readsAll, atOnce } = table.scan;
  // A batch of headers is read at once; of more chunks, the sizes say which are pure copies until all headers are read.
  if (sizes.count <= atOnce && readsAll) await table.scan.all();
  const ratios = sortedRatios(sizes);
  const at = (share: number): number => ratios[Math.round(share * (ratios.length - 1))] ?? 0;
  const quartiles = [at(0.25), at(0.75)] as const;
  const summary: ChunkSummary = {
    chunks: sizes.count,
    basis: step === undefined ? { kind: 'all', chunks: sizes.count } : { kind: 'sample', chunks: ratios.length },
    storedBytes: storedBytesOf(sizes),
    minRatio: at(0),
    maxRatio: at(1),
    medianRatio: at(0.5),
    quartiles,
    histogram: histogram(ratios),
    outliers: outliers({ sizes, checks, facts: table.facts }, quartiles, readsAll ? BY_FLAGS : BY_RATIO),
    course: course(sizes, step ?? Math.max(1, Math.ceil(sizes.count / COURSE_BINS))),
    checked: checks.sums(sizes.count),
  };
  return summary;
};

/** Ratios of the chunks that are not empty and have a known size; f32, four bytes a chunk while the sums are computed. */
function sortedRatios(sizes: ChunkSizes): Float32Array {
  const ratios = new Float32Array(sizes.count);
  let length = 0;
  for (let chunk = 0; chunk < sizes.count; chunk++) {
    const ratio = sizes.ratio(chunk);
    if (!(ratio > 0)) continue;
    ratios[length] = ratio;
    length++;
  }
  return ratios.subarray(0, length).sort();
}

function histogram(ratios: Float32Array): ChunkSummary['histogram'] {
  const [least, most] = [ratios[0] ?? 0, ratios.at(-1) ?? 0];
  if (ratios.length === 0) return { edges: [], counts: [] };
  if (most / least < 1.0001) return { edges: [least, most], counts: [ratios.length] };
  const step = Math.log(most / least) / HISTOGRAM_BINS;
  const edges = Array.from({ length: HISTOGRAM_BINS + 1 }, (_, edge) => least * Math.exp(edge * step));
  edges[HISTOGRAM_BINS] = most;
  const counts = new Array<number>(HISTOGRAM_BINS).fill(0);
  for (const ratio of ratios) {
    const bin = Math.min(HISTOGRAM_BINS - 1, Math.max(0, Math.floor(Math.log(ratio / least) / step)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { edges, counts };
}

/** Filters for pure copies and for other chunks: by the headers, or by the sizes, since only a pure copy is longer than its data. */
const BY_FLAGS = { copies: 'flags has memcpy', others: 'flags not memcpy' };
const BY_RATIO = { copies: 'ratio < 1', others: 'ratio >= 1' };

function outliers(
  { sizes, checks, facts }: FilterSource,
  [low, high]: readonly [number, number],
  { copies, others }: typeof BY_FLAGS,
): readonly OutlierGroup[] {
  const margin = Math.max(FAR * Math.log(high / low), MIN_STEP);
  // Rounded first, so that the filter finds what is counted.
  const [lowest, highest] = [low * Math.exp(-margin), high * Math.exp(margin)].map(rounded) as [number, number]; // two
  const isStored = (chunk: number): boolean => {
    const flags = facts.flags(chunk);
    return flags === undefined ? sizes.isCopy(chunk) : bloscFlags(flags).memcpyed;
  };
  const isLow = (chunk: number): boolean => sizes.ratio(chunk) < lowest && !isStored(chunk);
  const groups: readonly OutlierGroup[] = [
    group(sizes, { kind: 'bad', filter: 'check is bad' }, (chunk) => checks.code(chunk) > 1),
    group(sizes, { kind: 'missing', filter: 'size = 0' }, (chunk) => sizes.stored(chunk) === 0),
    group(sizes, { kind: 'stored', filter: copies }, isStored),
    group(
      sizes,
      { kind: 'high', bound: highest, filter: `ratio > ${highest}` },
      (chunk) => sizes.ratio(chunk) > highest,
    ),
    group(sizes, { kind: 'low', bound: lowest, filter: `ratio < ${lowest} and ${others}` }, isLow),
  ];
  return groups.filter(({ count }) => count > 0);
}

function group(
  sizes: ChunkSizes,
  facts: Pick<OutlierGroup, 'kind' | 'bound' | 'filter'>,
  isOne: (chunkIndex: number) => boolean,
): OutlierGroup {
  const ranges: [number, number][] = [];
  let count = 0;
  let runEnd = -1;
  for (let chunk = 0; chunk < sizes.count; chunk++) {
    if (!isOne(chunk)) continue;
    count++;
    const last = ranges.at(-1);
    if (last && runEnd === chunk && last[1] === chunk) last[1] = chunk + 1;
    else if (ranges.length < MAX_RANGES && runEnd !== chunk) ranges.push([chunk, chunk + 1]);
    runEnd = chunk + 1;
  }
  return { ...facts, count, ranges };
}

/** In three digits, which are shown. */
function rounded(ratio: number): number {
  return Number(ratio.toPrecision(3));
}

function course(sizes: ChunkSizes, chunksPerBin: number): ChunkSummary['course'] {
  const bins = Math.ceil(sizes.count / chunksPerBin);
  const parts = Array.from({ length: bins }, (_, bin) => {
    const start = bin * chunksPerBin;
    return summed((chunk) => sizes.ratio(chunk), start, Math.min(sizes.count, start + chunksPerBin));
  });
  const column = (index: 0 | 1 | 2) => parts.map((part) => (Number.isNaN(part[index]) ? 0 : part[index]));
  return { chunksPerBin, min: column(0), mean: column(1), max: column(2) };
}
