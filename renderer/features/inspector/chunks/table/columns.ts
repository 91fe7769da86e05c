import type { DocumentOverview } from '../../../../../shared/contract/inspect/document.js';
import { formatCount } from '../../../../format/counts.js';
import type { ChunkOrder } from './chunk-rows.js';

export interface ChunkColumn {
  readonly key: 'chunk' | 'offset' | 'stored' | 'plain' | 'ratio' | 'codec' | 'filter' | 'digest' | 'check';
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

/** The columns of a container's table as far as there is room, the digest named by its checksum; none without digests. */
export function columnsFor(
  width: number,
  { file, container, plainBytes = 0 }: DocumentOverview,
): readonly ChunkColumn[] {
  const checksum = container?.checksum ?? 'None';
  const chunkBytes = container && container.chunkSize > 0 ? container.chunkSize : plainBytes;
  const all = columnsOf({ chunks: container?.nchunks ?? 0, fileBytes: file.sizeBytes, chunkBytes })
    .filter(({ key }) => key !== 'digest' || container?.digestBytes !== 0)
    .map((column) => (column.key === 'digest' ? { ...column, label: checksum } : column));
  return widthOf(all) <= width ? all : all.filter(({ optional }) => !optional);
}

/** Pixels that columns need. */
export function widthOf(shown: readonly ChunkColumn[]): number {
  return shown.reduce((sum, { width }) => sum + width, 0);
}

/** As `grid-template-columns`. */
export function templateOf(shown: readonly ChunkColumn[]): string {
  return shown.map(({ width, grow }) => (grow ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' ');
}
