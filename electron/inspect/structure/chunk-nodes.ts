import type { ChunkRow } from '../../../shared/contract/inspect/chunks.js';
import type { StructureNode } from '../../../shared/contract/inspect/structure.js';
import { blockStartsBytes, nblocks } from '../../../shared/format/blosc-blocks.js';
import { BLOSC_HEADER_BYTES, type BloscHeader, bloscFlags } from '../../../shared/format/blosc-chunk.js';
import { toHex } from '../../../shared/format/bytes.js';
import { ArgumentError, isBloscpackError } from '../../../shared/format/errors.js';
import type { StoredChunk } from '../../engine/container/stored-chunks.js';
import { blockRows } from '../chunks/chunk-blocks.js';
import { chunkRows } from '../chunks/chunk-rows.js';
import type { ChunkTable } from '../chunks/chunk-table.js';
import { codecWords } from '../chunks/header-facts.js';
import { type OpenDocument, requireChunks } from '../document.js';
import { listOf, NO_NODES, type NodeList } from './node-list.js';

/** Nodes of chunks: size, ratio, and their problem. */
export async function chunkNodes(document: OpenDocument, chunks: readonly number[]): Promise<readonly StructureNode[]> {
  const { table, checks } = requireChunks(document);
  const rows = await chunkRows({ reader: document.reader, table, checks }, chunks);
  return rows.map((row) => chunkNode(row, table.digestBytes));
}

function chunkNode(row: ChunkRow, digestBytes: number): StructureNode {
  const { chunkIndex, offsetBytes, storedBytes, plainBytes, ratio, codec, problem, check, headless, file } = row;
  const hasPlace = storedBytes > 0;
  const fault = problem ?? (check === 'mismatch' ? 'its checksum does not match' : undefined);
  return {
    id: `chunk/${chunkIndex}`,
    name: `Chunk ${chunkIndex}`,
    value: hasPlace ? `${ratio.toFixed(2)}×` : (headless ?? ''),
    ...(file && { note: file.name }),
    explanation:
      hasPlace || headless
        ? `${storedBytes} B stored of ${plainBytes} B${codec === undefined ? '' : `, ${codec}`}.`
        : `Not complete; ${plainBytes} B of data.`,
    ...(hasPlace && { offsetBytes, sizeBytes: storedBytes + digestBytes }),
    region: 'chunk-header',
    childCount: problem === undefined && headless === undefined ? 3 : 0,
    chunkIndex,
    ...(fault !== undefined && { problem: fault }),
  };
}

/** Blosc header, block starts, blocks and checksum of one chunk; none if it cannot be read. */
export async function partsOfChunk(document: OpenDocument, chunkIndex: number): Promise<NodeList> {
  const { table } = requireChunks(document);
  const chunk = await table.chunk(chunkIndex);
  const { digestBytes, checksum } = table;
  const starts = blockStartsBytes(chunk.blosc);
  const problem = await blocksProblem(table, chunk);
  const front = [bloscHeaderNode(chunk), ...(starts > 0 ? [startsNode(chunk, starts, problem)] : [])];
  const back = digestBytes > 0 ? [await digestNode(document, chunk, checksum)] : [];
  const blocks = problem === undefined ? blockNodes(document, chunk) : NO_NODES;
  const blocksEnd = front.length + blocks.total;
  return {
    total: blocksEnd + back.length,
    async page(start, end) {
      const first = Math.max(0, start - front.length);
      const last = Math.min(blocks.total, end - front.length);
      const middle = last > first ? await blocks.page(first, last) : [];
      return [...front.slice(start, end), ...middle, ...(end > blocksEnd ? back : [])];
    },
  };
}

function bloscHeaderNode({ chunkIndex, positionBytes }: StoredChunk): StructureNode {
  return {
    id: `chunk/${chunkIndex}/header`,
    name: 'Blosc header',
    explanation: 'How this chunk was compressed. The level is not recorded by the format.',
    offsetBytes: positionBytes,
    sizeBytes: BLOSC_HEADER_BYTES,
    region: 'chunk-header',
    childCount: BLOSC_FIELDS.length,
    chunkIndex,
  };
}

/** The problem of the block starts, if they are invalid. */
async function blocksProblem(table: ChunkTable, chunk: StoredChunk): Promise<string | undefined> {
  try {
    await table.blocks(chunk);
    return undefined;
  } catch (error) {
    if (isBloscpackError(error)) return error.message;
    throw error;
  }
}

function startsNode(
  { chunkIndex, positionBytes, blosc }: StoredChunk,
  sizeBytes: number,
  problem: string | undefined,
): StructureNode {
  return {
    id: `chunk/${chunkIndex}/starts`,
    name: 'Block starts',
    value: `${nblocks(blosc)} × i32`,
    explanation: 'Where each block begins, counted from the start of the chunk, not from the end of this table.',
    offsetBytes: positionBytes + BLOSC_HEADER_BYTES,
    sizeBytes,
    type: 'i32',
    region: 'block-starts',
    childCount: nblocks(blosc),
    chunkIndex,
    ...(problem !== undefined && { problem }),
  };
}

async function digestNode(document: OpenDocument, chunk: StoredChunk, kind: string): Promise<StructureNode> {
  const { table, checks } = requireChunks(document);
  const { chunkIndex, positionBytes, blosc, storedBytes } = chunk;
  const offsetBytes = positionBytes + blosc.ctbytes;
  const computed = checks.computedDigest(chunkIndex);
  return {
    id: `chunk/${chunkIndex}/checksum`,
    name: kind,
    value: toHex(await table.stored(chunk, blosc.ctbytes, storedBytes)),
    explanation: 'Checksum of the stored chunk, its Blosc header included.',
    offsetBytes,
    sizeBytes: storedBytes - blosc.ctbytes,
    region: 'chunk-checksum',
    childCount: 0,
    chunkIndex,
    ...(computed !== undefined && { problem: `the bytes have ${computed}` }),
  };
}

/** The blocks of a chunk; of a pure copy one node for its data. */
export function blockNodes(document: OpenDocument, chunk: StoredChunk): NodeList {
  const { chunkIndex, positionBytes, blosc } = chunk;
  const { table } = requireChunks(document);
  if (blosc.nbytes === 0) return NO_NODES;
  if (bloscFlags(blosc.flags).memcpyed) {
    const data: StructureNode = {
      id: `chunk/${chunkIndex}/data`,
      name: 'Data, stored as they are',
      offsetBytes: positionBytes + BLOSC_HEADER_BYTES,
      sizeBytes: blosc.nbytes,
      region: 'payload',
      childCount: 0,
      chunkIndex,
    };
    return listOf([data]);
  }
  return {
    total: nblocks(blosc),
    async page(start, end) {
      const rows = await blockRows({ table, chunk }, start, end);
      return rows.map(({ blockIndex, start: startInChunk, storedBytes, plainBytes, streams }) => ({
        id: `chunk/${chunkIndex}/block/${blockIndex}`,
        name: `Block ${blockIndex}`,
        value: `${streams.length} ${streams.length === 1 ? 'stream' : 'streams'}`,
        explanation: `${storedBytes} B stored of ${plainBytes} B.`,
        offsetBytes: positionBytes + startInChunk,
        sizeBytes: storedBytes,
        region: 'payload',
        childCount: 0,
        chunkIndex,
        blockIndex,
      }));
    },
  };
}

type BloscField = readonly [name: keyof BloscHeader, at: number, sizeBytes: number, type: string, explanation: string];

const BLOSC_FIELDS: readonly BloscField[] = [
  ['version', 0, 1, 'u8', 'Version of the Blosc format.'],
  ['versionlz', 1, 1, 'u8', 'Version of the codec’s own format.'],
  ['flags', 2, 1, 'bits', 'Filter, codec, and whether blocks are split.'],
  ['typesize', 3, 1, 'u8', 'Bytes of an item, used by the shuffle. With 1 a byte shuffle does nothing.'],
  ['nbytes', 4, 4, 'u32', 'Uncompressed bytes.'],
  ['blocksize', 8, 4, 'u32', 'Uncompressed bytes of every block but the last.'],
  ['ctbytes', 12, 4, 'u32', 'Stored bytes, these 16 included.'],
];

export function bloscFieldNodes({ chunkIndex, positionBytes, blosc }: StoredChunk): NodeList {
  return listOf(
    BLOSC_FIELDS.map(([name, at, sizeBytes, type, explanation]) => ({
      id: `chunk/${chunkIndex}/header/${name}`,
      name,
      value: name === 'flags' ? `0x${blosc.flags.toString(16).padStart(2, '0')}` : String(blosc[name]),
      explanation,
      offsetBytes: positionBytes + at,
      sizeBytes,
      type,
      region: 'chunk-header',
      childCount: name === 'flags' ? FLAG_NODES.length : 0,
      chunkIndex,
    })),
  );
}

type FlagNode = readonly [name: string, type: string, value: (flags: number) => string, explanation: string];

const FLAG_NODES: readonly FlagNode[] = [
  [
    'byte shuffle',
    'bit 0',
    (flags) => yesNo(bloscFlags(flags).byteShuffle),
    'Bytes with the same position in the items are stored together.',
  ],
  ['pure copy', 'bit 1', (flags) => yesNo(bloscFlags(flags).memcpyed), 'The data follow uncompressed, without blocks.'],
  [
    'bit shuffle',
    'bit 2',
    (flags) => yesNo(bloscFlags(flags).bitShuffle),
    'Bits with the same position in the items are stored together.',
  ],
  [
    'blocks split',
    'bit 4',
    (flags) => yesNo(!bloscFlags(flags).notSplit),
    'Whether a block has one stream for each byte of an item: the inverse of the bit. `blpk info` prints the bit itself as split_blocks.',
  ],
  ['codec', 'bits 5-7', (flags) => codecName(flags), 'lz4 and lz4hc have the same id.'],
];

function codecName(flags: number): string {
  const words = codecWords(bloscFlags(flags).memcpyed ? flags & ~0x02 : flags);
  const name = words === 'lz4 family' ? 'LZ4 family (lz4 or lz4hc)' : words;
  return `${bloscFlags(flags).codecId}, ${name}`;
}

export function flagNodes({ chunkIndex, positionBytes, blosc }: StoredChunk): NodeList {
  return listOf(
    FLAG_NODES.map(([name, type, value, explanation], index) => ({
      id: `chunk/${chunkIndex}/header/flags/${index}`,
      name,
      value: value(blosc.flags),
      explanation,
      offsetBytes: positionBytes + 2,
      sizeBytes: 1,
      type,
      region: 'chunk-header',
      childCount: 0,
      chunkIndex,
    })),
  );
}

export async function startNodes(document: OpenDocument, chunk: StoredChunk): Promise<NodeList> {
  const { table } = requireChunks(document);
  const { chunkIndex, positionBytes, blosc } = chunk;
  const at = positionBytes + BLOSC_HEADER_BYTES;
  return {
    total: nblocks(blosc),
    async page(start, end) {
      const bytes = await table.stored(chunk, BLOSC_HEADER_BYTES + 4 * start, BLOSC_HEADER_BYTES + 4 * end);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return Array.from({ length: end - start }, (_, index) => ({
        id: `chunk/${chunkIndex}/starts/${start + index}`,
        name: `Block ${start + index}`,
        value: String(view.getInt32(4 * index, true)),
        offsetBytes: at + 4 * (start + index),
        sizeBytes: 4,
        type: 'i32',
        region: 'block-starts',
        childCount: 0,
        chunkIndex,
        blockIndex: start + index,
      }));
    },
  };
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** The chunk of a node's id. Throws ArgumentError for an unknown chunk. */
export async function chunkOfId(document: OpenDocument, text: string | undefined): Promise<StoredChunk> {
  const chunkIndex = Number(text);
  if (!Number.isInteger(chunkIndex)) throw new ArgumentError(`'${text}' is no chunk`);
  return requireChunks(document).table.chunk(chunkIndex);
}
