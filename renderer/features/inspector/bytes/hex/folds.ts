import type { RegionKind } from '../../../../../shared/contract/inspect/document.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import { type RowLayout, type RowRange, rowBytes } from './hex-layout.js';

/** A run of rows that is folded. */
export interface Fold extends RowRange {
  readonly region: RegionKind;
  /** What it holds: `offsets of chunks 8 to 2281`. */
  readonly what: string;
  /** For chunks whose places are not loaded: the page with the first one. */
  readonly chunkPage?: number;
}

/** Bytes of the file, end-exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Chunks a page of places. */
export const chunksPerPage = 500;

/** Where the chunks of a page are stored, their digests included. */
export interface ChunkPage {
  readonly page: number;
  readonly chunks: readonly ByteRange[];
}

interface FoldSource {
  /** The top of the structure tree. */
  readonly sections: readonly StructureNode[];
  /** Ascending. */
  readonly pages: readonly ChunkPage[];
  readonly chunkCount: number;
  /** Ranges that were unfolded. */
  readonly shown: readonly ByteRange[];
}

/** Fewer rows are not folded. */
const minRows = 4;
/** Offsets at the start of the table that are not folded. */
const keptOffsets = 8;
/** Bytes of every chunk that are not folded: its header, block starts, and the start and end of its data. */
const keptOfChunk = { front: 256, back: 80 } as const;

/** What is folded by default: reserved room, all but the first and last offsets, and the inside of chunks. */
export function foldsOf({ sections, pages, chunkCount, shown }: FoldSource): readonly Fold[] {
  const folds = sections.flatMap((section): (Fold | undefined)[] => {
    const { offsetBytes: start, sizeBytes } = section;
    if (start === undefined || sizeBytes === undefined) return [];
    const range = { start, end: start + sizeBytes };
    switch (section.id) {
      case 'metadata-reserve':
        return [foldOf(range, { region: section.region, what: 'metadata reserve' })];
      case 'offsets':
        return [foldOfOffsets(range)];
      case 'offsets-reserve':
        return [foldOf(range, { region: section.region, what: 'offset reserve' })];
      case 'chunks':
        return foldsOfChunks(range, pages, chunkCount);
      default:
        return [];
    }
  });
  return apart(folds.filter((fold) => fold !== undefined)).flatMap((fold) => withoutShown(fold, shown));
}

/** In the order of the file; of folds that overlap, as in a damaged file, only the first one. */
function apart(folds: readonly Fold[]): readonly Fold[] {
  let endRow = 0;
  return folds
    .toSorted((one, other) => one.startRow - other.startRow)
    .filter((fold) => {
      if (fold.startRow < endRow) return false;
      endRow = fold.endRow;
      return true;
    });
}

function foldOf({ start, end }: ByteRange, what: Omit<Fold, keyof RowRange>): Fold | undefined {
  const startRow = Math.ceil(start / rowBytes);
  const endRow = Math.floor(end / rowBytes);
  return endRow - startRow >= minRows ? { startRow, endRow, ...what } : undefined;
}

function foldOfOffsets({ start, end }: ByteRange): Fold | undefined {
  const fold = foldOf({ start: start + keptOffsets * 8, end: end - 8 }, { region: 'offsets', what: '' });
  if (!fold) return undefined;
  const first = Math.ceil((fold.startRow * rowBytes - start) / 8);
  const last = Math.floor((fold.endRow * rowBytes - start) / 8) - 1;
  return { ...fold, what: `offsets of chunks ${first} to ${last}` };
}

function foldsOfChunks(section: ByteRange, pages: readonly ChunkPage[], chunkCount: number): (Fold | undefined)[] {
  const folds: (Fold | undefined)[] = [];
  let nextChunk = 0;
  let position = section.start;
  const fillUpTo = (end: number, endChunk: number) => {
    if (nextChunk >= endChunk) return;
    const what = endChunk - nextChunk === 1 ? `chunk ${nextChunk}` : `chunks ${nextChunk} to ${endChunk - 1}`;
    const chunkPage = Math.floor(nextChunk / chunksPerPage);
    folds.push(foldOf({ start: position, end }, { region: 'payload', what, chunkPage }));
  };
  for (const { page, chunks } of pages) {
    const [first] = chunks;
    if (!first) continue;
    fillUpTo(first.start, page * chunksPerPage);
    chunks.forEach((chunk, index) => {
      folds.push(foldOfChunk(chunk, page * chunksPerPage + index));
    });
    nextChunk = page * chunksPerPage + chunks.length;
    position = chunks.at(-1)?.end ?? position;
  }
  fillUpTo(section.end, chunkCount);
  return folds;
}

function foldOfChunk({ start, end }: ByteRange, chunkIndex: number): Fold | undefined {
  const inside = { start: start + keptOfChunk.front, end: end - keptOfChunk.back };
  return foldOf(inside, { region: 'payload', what: `data of chunk ${chunkIndex}` });
}

/** The parts of a fold outside of the ranges that were unfolded. */
function withoutShown(fold: Fold, shown: readonly ByteRange[]): readonly Fold[] {
  const hit = shown.find(({ start, end }) => start < fold.endRow * rowBytes && end > fold.startRow * rowBytes);
  if (!hit) return [fold];
  const rest = shown.filter((range) => range !== hit);
  const before = { ...fold, endRow: Math.floor(hit.start / rowBytes) };
  const after = { ...fold, startRow: Math.ceil(hit.end / rowBytes) };
  return [before, after]
    .filter(({ startRow, endRow }) => endRow - startRow >= minRows)
    .flatMap((part) => withoutShown(part, rest));
}

/** The bytes that lines [first, end) show, in the order of the file; what is folded is left out. */
export function visibleRanges(
  layout: RowLayout<Fold>,
  first: number,
  end: number,
  fileBytes: number,
): readonly ByteRange[] {
  const ranges: { start: number; end: number }[] = [];
  for (let number = first; number < Math.min(end, layout.lineCount); number++) {
    const line = layout.lineAt(number);
    if (line.kind === 'fold') continue;
    const start = line.row * rowBytes;
    const stop = Math.min(fileBytes, start + rowBytes);
    const last = ranges.at(-1);
    if (last?.end === start) last.end = stop;
    else ranges.push({ start, end: stop });
  }
  return ranges;
}
