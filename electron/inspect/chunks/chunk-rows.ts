import type { ChunkRow, ChunksPage } from '../../../shared/contract/inspect/chunks.js';
import { sentence } from '../../../shared/errors/contract-error.js';
import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { toHex } from '../../../shared/format/bytes.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { StoredChunk } from '../../engine/container/stored-chunks.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { requireChunks } from '../document.js';
import type { DocumentCall } from '../inspect-service.js';
import type { ChunkChecks } from './chunk-checks.js';
import { selectChunks } from './chunk-order.js';
import type { ChunkSizes } from './chunk-sizes.js';
import type { ChunkTable } from './chunk-table.js';
import { codecWords, filterWords } from './header-facts.js';

export interface RowSource {
  readonly reader: RandomReader;
  readonly table: ChunkTable;
  readonly checks: ChunkChecks;
}

/** Rows that are read together: each may open a file of its own. */
const ROWS_AT_ONCE = 64;
/** Rows whose headers are read also where each takes a request to a server. */
const FEW_ROWS = 32;

/** A page of the chunk table: sizes from the offsets, confirmed or corrected by the header of each row's chunk. */
export const chunksPage: DocumentCall<'inspect.chunks'> = async (document, request) => {
  const { table, checks } = requireChunks(document);
  const selection = await selectChunks(table, checks, request);
  const end = Math.min(selection.total, request.start + request.count);
  const length = Math.max(0, end - request.start);
  const chunks = Array.from({ length }, (_, place) => selection.at(request.start + place));
  const page: ChunksPage = {
    total: selection.total,
    rows: await chunkRows({ reader: document.reader, table, checks }, chunks),
    ...(selection.filterProblem !== undefined && { filterProblem: selection.filterProblem }),
    ...(table.walkedChunks !== undefined && { walkedChunks: table.walkedChunks }),
    ...(table.isWalkWaiting && { isWalkWaiting: true }),
  };
  return page;
};

export async function chunkRows(source: RowSource, chunks: readonly number[]): Promise<readonly ChunkRow[]> {
  if (chunks.length === 0) return [];
  const low = chunks.reduce((least, chunk) => Math.min(least, chunk));
  const high = chunks.reduce((most, chunk) => Math.max(most, chunk));
  const isCompact = high - low < 2 * chunks.length;
  const sizes = isCompact ? await source.table.sizesOf(low, high + 1) : await source.table.sizes();
  const isNear = chunks.length <= FEW_ROWS || (await readTogether(source.reader, sizes, low, high));
  if (!isNear) return chunks.map((chunk) => ({ ...derivedRow(sizes, chunk), check: source.checks.state(chunk) }));
  const rows: ChunkRow[] = [];
  for (let at = 0; at < chunks.length; at += ROWS_AT_ONCE) {
    const some = chunks.slice(at, at + ROWS_AT_ONCE);
    rows.push(...(await Promise.all(some.map((chunk) => chunkRow(source, sizes, chunk)))));
  }
  return rows;
}

/**
 * Whether the headers of the chunks low to high can be read without a request for each: those of a local file, or on a server those that
 * lie near each other, which are read here.
 */
async function readTogether(reader: RandomReader, sizes: ChunkSizes, low: number, high: number): Promise<boolean> {
  const { costOfRequestBytes } = reader;
  if (costOfRequestBytes === undefined) return true;
  const [startByte, lastByte] = [sizes.position(low), sizes.position(high)];
  const isNear = startByte >= 0 && lastByte >= startByte && lastByte - startByte <= costOfRequestBytes;
  if (isNear) await reader.readAt(startByte, Math.min(lastByte + BLOSC_HEADER_BYTES, reader.sizeBytes) - startByte);
  return isNear;
}

/** Sizes are those of the header; if it cannot be read, those derived from the offsets. */
async function chunkRow(source: RowSource, sizes: ChunkSizes, chunkIndex: number): Promise<ChunkRow> {
  const { table, checks } = source;
  const check = checks.state(chunkIndex);
  let row: ChunkRow = {
    ...derivedRow(sizes, chunkIndex),
    ...(table.partOf && { at: table.partOf(chunkIndex).at }),
    check,
  };
  try {
    row = { ...row, ...(await table.placeOf?.(chunkIndex)) };
    if (row.headless) return row;
    const chunk = await table.chunk(chunkIndex);
    table.facts.note(chunkIndex, chunk.blosc);
    return { ...row, ...headerRow(chunk), ...(await storedDigest(source, chunk)) };
  } catch (error) {
    if (!isBloscpackError(error)) throw error;
    const problem = sentence(error.message);
    return { ...row, check: check === 'unchecked' ? 'unreadable' : check, problem };
  }
}

function derivedRow(sizes: ChunkSizes, chunkIndex: number): Omit<ChunkRow, 'check'> {
  const storedBytes = sizes.stored(chunkIndex) || 0;
  const plainBytes = sizes.plain(chunkIndex) || 0;
  return {
    chunkIndex,
    offsetBytes: Math.max(0, sizes.position(chunkIndex)),
    storedBytes,
    plainBytes,
    ratio: storedBytes === 0 ? 0 : plainBytes / storedBytes,
  };
}

function headerRow({ positionBytes, blosc }: StoredChunk): Partial<ChunkRow> {
  return {
    offsetBytes: positionBytes,
    storedBytes: blosc.ctbytes,
    plainBytes: blosc.nbytes,
    ratio: blosc.nbytes / blosc.ctbytes,
    codec: codecWords(blosc.flags),
    filter: filterWords(blosc.flags),
  };
}

async function storedDigest({ table }: RowSource, chunk: StoredChunk): Promise<Pick<ChunkRow, 'digest'>> {
  if (table.digestBytes === 0) return {};
  return { digest: toHex(await table.stored(chunk, chunk.blosc.ctbytes, chunk.storedBytes)) };
}
