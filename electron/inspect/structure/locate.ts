import type { Location, StructureNode } from '../../../shared/contract/inspect/structure.js';
import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { OFFSET_BYTES } from '../../../shared/format/offsets.js';
import type { ContainerLayout } from '../../engine/container/layout.js';
import type { StoredChunk } from '../../engine/container/stored-chunks.js';
import type { ChunkTable } from '../chunks/chunk-table.js';
import { headRegions } from '../container/regions.js';
import type { OpenDocument } from '../document.js';
import type { DocumentCall } from '../inspect-service.js';
import { plainNodeAt } from './plain-nodes.js';
import { StructureTree } from './structure-tree.js';

const GROUP = 1000;

/** The nodes that a byte of the file belongs to. */
export const locate: DocumentCall<'inspect.locate'> = async (document, { offsetBytes, chunkIndex: ofChunk }) => {
  const tree = new StructureTree(document);
  const { ids, chunkIndex, blockIndex } = await idsAt(document, offsetBytes, ofChunk);
  const trail: StructureNode[] = [];
  for (const id of ids) {
    const node = await tree.node(id);
    if (node) trail.push(node);
  }
  const location: Location = {
    trail,
    ...(chunkIndex !== undefined && { chunkIndex }),
    ...(blockIndex !== undefined && { blockIndex }),
  };
  return location;
};

export const children: DocumentCall<'inspect.children'> = (document, { node, start, count, filter }) =>
  new StructureTree(document).children(node, start, count, filter);

interface Place {
  /** From the top of the tree down. */
  readonly ids: readonly string[];
  readonly chunkIndex?: number;
  readonly blockIndex?: number;
}

async function idsAt(document: OpenDocument, offsetBytes: number, ofChunk: number | undefined): Promise<Place> {
  const { head, chunks, container, reader } = document;
  if (chunks && ofChunk !== undefined && (await chunks.ownFile?.(ofChunk))) {
    return placeInChunk(chunks, ofChunk, () => offsetBytes);
  }
  if (offsetBytes >= reader.sizeBytes) return { ids: [] };
  if (!head) return chunks ? chunkPlace(chunks, offsetBytes, 'data') : { ids: [plainNodeAt(document, offsetBytes)] };
  const fields = [...head.header, ...(head.metadata ?? [])];
  const field = fields.find((one) => offsetBytes >= one.offsetBytes && offsetBytes < one.offsetBytes + one.sizeBytes);
  if (field) {
    const section = head.header.includes(field) ? 'header' : 'metadata-header';
    return { ids: [section, `${section}/${field.name}`] };
  }
  if (!chunks || !container) return { ids: ['rest'] };
  const { layout } = container;
  if (offsetBytes < layout.chunksPositionBytes) return { ids: sectionIds(layout, offsetBytes) };
  return chunkPlace(chunks, offsetBytes);
}

function sectionIds(layout: ContainerLayout, offsetBytes: number): readonly string[] {
  const region = headRegions(layout).find(
    ({ startByte, endByte }) => offsetBytes >= startByte && offsetBytes < endByte,
  );
  if (!region) return [];
  if (region.region !== 'offsets') return [region.region];
  return ['offsets', `offsets/${Math.floor((offsetBytes - region.startByte) / OFFSET_BYTES)}`];
}

/** `others`: the node of bytes that are of no chunk. */
async function chunkPlace(table: ChunkTable, offsetBytes: number, others = 'rest'): Promise<Place> {
  const chunkIndex = await table.indexAt(offsetBytes);
  if (chunkIndex === undefined) return { ids: [others] };
  return placeInChunk(table, chunkIndex, ({ positionBytes }) => offsetBytes - positionBytes);
}

/** The place of a byte of a chunk. */
async function placeInChunk(
  table: ChunkTable,
  chunkIndex: number,
  byteOf: (chunk: StoredChunk) => number,
): Promise<Place> {
  const groups = table.count > GROUP ? [`chunks/${Math.floor(chunkIndex / GROUP)}`] : [];
  const ids = ['chunks', ...groups, `chunk/${chunkIndex}`];
  try {
    const chunk = await table.chunk(chunkIndex);
    const inChunk = byteOf(chunk);
    if (inChunk >= chunk.storedBytes) return { ids: ['rest'] };
    const { part, blockIndex } = await partAt(table, chunk, inChunk);
    return { ids: [...ids, ...part], chunkIndex, ...(blockIndex !== undefined && { blockIndex }) };
  } catch (error) {
    if (!isBloscpackError(error)) throw error;
    return { ids, chunkIndex };
  }
}

/** Bytes of the fields of a Blosc header, in their order. */
const BLOSC_FIELD_ENDS: readonly (readonly [string, number])[] = [
  ['version', 1],
  ['versionlz', 2],
  ['flags', 3],
  ['typesize', 4],
  ['nbytes', 8],
  ['blocksize', 12],
  ['ctbytes', 16],
];

async function partAt(
  table: ChunkTable,
  chunk: StoredChunk,
  inChunk: number,
): Promise<{ part: readonly string[]; blockIndex?: number }> {
  const id = `chunk/${chunk.chunkIndex}`;
  if (inChunk < BLOSC_HEADER_BYTES) {
    const field = BLOSC_FIELD_ENDS.find(([, end]) => inChunk < end)?.[0];
    return { part: [`${id}/header`, `${id}/header/${field}`] };
  }
  if (inChunk >= chunk.blosc.ctbytes) return { part: [`${id}/checksum`] };
  const extents = await table.blocks(chunk);
  const block = extents.find(({ storedStart, storedEnd }) => inChunk >= storedStart && inChunk < storedEnd);
  const isCopy = chunk.blosc.ctbytes === chunk.blosc.nbytes + BLOSC_HEADER_BYTES;
  if (isCopy) return { part: [`${id}/data`], ...(block && { blockIndex: block.blockIndex }) };
  if (block) return { part: [`${id}/block/${block.blockIndex}`], blockIndex: block.blockIndex };
  const blockIndex = Math.floor((inChunk - BLOSC_HEADER_BYTES) / 4);
  return blockIndex < extents.length
    ? { part: [`${id}/starts`, `${id}/starts/${blockIndex}`], blockIndex }
    : { part: [] };
}
