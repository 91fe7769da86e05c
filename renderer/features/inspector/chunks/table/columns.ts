import type { ChunksOverview, DocumentOverview } from '../../../../../shared/contract/inspect/document.js';
import { formatCount } from '../../../../format/counts.js';
import { isCutAlongSeveralAxes } from '../../model/chunked.js';
import type { ChunkOrder } from './chunk-rows.js';

export interface ChunkColumn {
  readonly key:
    | 'chunk'
    | 'at'
    | 'offset'
    | 'file'
    | 'stored'
    | 'plain'
    | 'ratio'
    | 'codec'
    | 'filter'
    | 'digest'
    | 'check';
  readonly label: string;
  readonly numeric: boolean;
  /** What its head sorts by. */
  readonly orderBy?: ChunkOrder;
  /** Pixels; `grow` takes what is left. */
  readonly width: number;
  readonly grow?: true;
  /** Left out where there is little room. */
  readonly optional?: true;
}

/** Digits and commas of the widest number, and the padding. */
function numberWidth(most: number): number {
  return Math.max(52, formatCount(most).length * 7 + 12);
}

interface Extremes {
  readonly chunks: number;
  readonly fileBytes: number;
  readonly chunkBytes: number;
}

function columnsOf({ chunks, fileBytes, chunkBytes }: Extremes): readonly ChunkColumn[] {
  const size = Math.max(64, numberWidth(chunkBytes));
  return [
    { key: 'chunk', label: 'Chunk', numeric: true, orderBy: 'index', width: Math.max(76, 12 + numberWidth(chunks)) },
    { key: 'offset', label: 'Offset', numeric: true, orderBy: 'offset', width: numberWidth(fileBytes) },
    { key: 'stored', label: 'Stored, B', numeric: true, orderBy: 'stored', width: size },
    { key: 'plain', label: 'Plain, B', numeric: true, orderBy: 'plain', width: size, optional: true },
    { key: 'ratio', label: 'Ratio', numeric: true, orderBy: 'ratio', width: 132 },
    { key: 'codec', label: 'Codec', numeric: false, width: 80 },
    { key: 'filter', label: 'Filter', numeric: false, width: 44 },
    { key: 'digest', label: 'Checksum', numeric: false, width: 76, grow: true },
    { key: 'check', label: 'Check', numeric: false, width: 100 },
  ];
}

/** The columns of the table as far as there is room. */
export function columnsFor(width: number, overview: DocumentOverview): readonly ChunkColumn[] {
  const all = overview.chunks ? arrayColumns(overview.chunks, overview) : containerColumns(overview);
  return widthOf(all) <= width ? all : all.filter(({ optional }) => !optional);
}

/** An array has its chunks along axes, without checksums, in one file or in files of their own. */
function arrayColumns(
  { nchunks, counts, chunkBytes }: ChunksOverview,
  { file }: DocumentOverview,
): readonly ChunkColumn[] {
  const indexWidth = 24 + counts.reduce((sum, count) => sum + formatCount(count).length * 7 + 8, 0);
  const at: ChunkColumn = { key: 'at', label: 'Index', numeric: false, width: indexWidth, optional: true };
  const name: ChunkColumn = { key: 'file', label: 'File', numeric: false, width: 96, grow: true };
  return columnsOf({ chunks: nchunks, fileBytes: file.sizeBytes, chunkBytes }).flatMap((column): ChunkColumn[] => {
    switch (column.key) {
      case 'chunk':
        return isCutAlongSeveralAxes(counts) ? [column, at] : [column];
      case 'offset':
        return file.isFolder ? [] : [column];
      case 'digest':
        return file.isFolder ? [name] : [];
      case 'check':
        return [{ ...column, label: 'State' }];
      default:
        return [column];
    }
  });
}

/** The digest is named by its checksum; there is none without digests. */
function containerColumns({ file, container, plainBytes = 0 }: DocumentOverview): readonly ChunkColumn[] {
  const checksum = container?.checksum ?? 'None';
  const chunkBytes = container && container.chunkSize > 0 ? container.chunkSize : plainBytes;
  return columnsOf({ chunks: container?.nchunks ?? 0, fileBytes: file.sizeBytes, chunkBytes })
    .filter(({ key }) => key !== 'digest' || container?.digestBytes !== 0)
    .map((column) => (column.key === 'digest' ? { ...column, label: checksum } : column));
}

/** Pixels that columns need. */
export function widthOf(shown: readonly ChunkColumn[]): number {
  return shown.reduce((sum, { width }) => sum + width, 0);
}

/** As `grid-template-columns`. */
export function templateOf(shown: readonly ChunkColumn[]): string {
  return shown.map(({ width, grow }) => (grow ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' ');
}
