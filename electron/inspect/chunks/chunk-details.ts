import type { BloscFacts, ChunkDetails } from '../../../shared/contract/inspect/chunks.js';
import { sentence } from '../../../shared/errors/contract-error.js';
import { type BloscHeader, bloscFlags } from '../../../shared/format/blosc-chunk.js';
import { toHex } from '../../../shared/format/bytes.js';
import { ArgumentError, isBloscpackError } from '../../../shared/format/errors.js';
import { digestStream } from '../../engine/container/digest.js';
import type { StoredChunk } from '../../engine/container/stored-chunks.js';
import { type OpenDocument, requireChunks } from '../document.js';
import type { DocumentCall } from '../inspect-service.js';
import { blockRows } from './chunk-blocks.js';
import { CHECK_CODES } from './chunk-checks.js';
import { chunkRows } from './chunk-rows.js';
import type { ChunkTable, GridPart } from './chunk-table.js';
import { codecWords, filterWords } from './header-facts.js';

/** Digests of chunks up to this size are computed when the chunk is shown. */
const COMPUTE_BYTES = 16 * 2 ** 20;

/** All details of one chunk: its header, blocks, streams, digest and warnings. */
export const chunkDetails: DocumentCall<'inspect.chunk'> = async (document, { chunkIndex }) => {
  const { table, checks } = requireChunks(document);
  if (chunkIndex >= table.count) throw new ArgumentError(`there is no chunk ${chunkIndex}: there are ${table.count}`);
  const warnings: string[] = [];
  const chunk = await readable(() => table.chunk(chunkIndex), warnings);
  if (chunk) await noteDigest({ table, checks }, chunk);
  const blocks = chunk
    ? await readable(() => blockRows({ table, chunk }, 0, Number.POSITIVE_INFINITY), warnings)
    : undefined;
  const [row] = await chunkRows({ reader: document.reader, table, checks }, [chunkIndex]);
  if (!row) throw new TypeError('a page of one chunk has one row');
  const computed = checks.computedDigest(chunkIndex);
  const plainStart = chunk?.plainStartByte ?? Math.max(0, table.stated?.chunkSize ?? 0) * chunkIndex;
  const plainRange = [plainStart, plainStart + row.plainBytes] as const;
  const details: ChunkDetails = {
    row,
    ...(table.partOf ? gridRanges(document, table.partOf(chunkIndex)) : arrayRanges(document, plainRange)),
    plainRange,
    ...(chunk && { blosc: bloscFacts(chunk.blosc) }),
    blocks: blocks ?? [],
    ...(row.digest !== undefined && {
      digest: {
        stored: row.digest,
        kind: table.checksum,
        ...(row.check === 'match' && { computed: row.digest }),
        ...(computed !== undefined && { computed }),
      },
    }),
    warnings: [...warnings, ...(chunk ? oddities(table, chunk) : [])],
  };
  return details;
};

/** The blocks, or a message if damage prevents reading them. */
async function readable<T>(read: () => Promise<T>, warnings: string[]): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isBloscpackError(error)) throw error;
    warnings.push(`${sentence(error.message)}.`);
    return undefined;
  }
}

/** Checks the digest, unless that was done before or would take long. */
async function noteDigest({ table, checks }: ReturnType<typeof requireChunks>, chunk: StoredChunk): Promise<void> {
  const { chunkIndex, blosc, storedBytes } = chunk;
  const { checksum } = table;
  if (checks.code(chunkIndex) !== CHECK_CODES.unchecked) return;
  if (checksum === 'None' || storedBytes > COMPUTE_BYTES) return;
  const bytes = await table.stored(chunk, 0, storedBytes);
  const stream = digestStream(checksum);
  stream.update(bytes.subarray(0, blosc.ctbytes));
  const [stored, computed] = [toHex(bytes.subarray(blosc.ctbytes)), toHex(stream.digest())];
  const isSame = stored === computed;
  checks.note({
    firstChunk: chunkIndex,
    states: Uint8Array.of(isSame ? CHECK_CODES.match : CHECK_CODES.mismatch),
    ...(!isSame && { computed: [[chunkIndex, computed]] }),
  });
}

export function bloscFacts(blosc: BloscHeader): BloscFacts {
  const { memcpyed, notSplit } = bloscFlags(blosc.flags);
  return {
    ...blosc,
    codec: codecWords(blosc.flags),
    filter: filterWords(blosc.flags),
    blocksSplit: !notSplit,
    memcpyed,
  };
}

/** The items of the array; also its rows, where the chunk holds whole rows. */
function gridRanges({ array }: OpenDocument, { items }: GridPart): Pick<ChunkDetails, 'items' | 'rows'> {
  const [rows, ...others] = items;
  const isWhole = others.every(([start, end], axis) => start === 0 && end === array?.spec.shape[axis + 1]);
  return { items, ...(rows && isWhole && { rows }) };
}

/** Elements with at least one byte in the range; also rows of the first axis if chunks hold whole rows. */
function arrayRanges(
  { array, overview }: OpenDocument,
  [start, end]: readonly [number, number],
): Pick<ChunkDetails, 'elements' | 'rows'> {
  if (!array || overview.isReadAs) return {};
  const { dtype, shape } = array.spec;
  if (dtype.itemsize === 0) return {};
  const elements = [
    Math.floor(start / dtype.itemsize),
    Math.ceil(Math.min(end, array.plainBytes) / dtype.itemsize),
  ] as const;
  const rowsPerChunk = overview.container?.perChunk?.rows;
  if (rowsPerChunk === undefined) return { elements };
  const rowItems = shape.slice(1).reduce((product, length) => product * length, 1);
  return { elements, rows: [elements[0] / rowItems, elements[1] / rowItems] as const };
}

/** Warnings about valid but surprising facts. */
function oddities({ stated }: ChunkTable, { chunkIndex, blosc }: StoredChunk): readonly string[] {
  const { byteShuffle, bitShuffle, memcpyed } = bloscFlags(blosc.flags);
  const { typesize = 0, chunkSize = -1 } = stated ?? {};
  const found: string[] = [];
  if (byteShuffle && blosc.typesize === 1) {
    found.push('The byte shuffle flag is set, but does nothing: items of 1 byte cannot be shuffled.');
  }
  if (bitShuffle && memcpyed) found.push('The bit shuffle flag is set, but the chunk is stored as it is.');
  if (typesize > 0 && blosc.typesize !== typesize) {
    found.push(`The chunk was made for items of ${blosc.typesize} B, but the header of the file says ${typesize} B.`);
  }
  const isShort = chunkSize > 0 && blosc.nbytes > chunkSize;
  if (isShort) found.push(`Chunk ${chunkIndex} holds ${blosc.nbytes} bytes, more than the chunk size ${chunkSize}.`);
  return found;
}
