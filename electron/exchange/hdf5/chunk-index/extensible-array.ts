import { readElementHead, readElements, readPages } from './array-elements.js';
import type { IndexedChunk, IndexedDataset } from './indexed-dataset.js';

/** The head of an extensible array: its first elements stand in the index block, others in blocks that grow. */
interface Head {
  readonly elementBytes: number;
  /** Elements in the index block. */
  readonly inIndexBlock: number;
  readonly minInBlock: number;
  readonly minBlockAddresses: number;
  readonly perPage: number;
  /** Bytes of an element's number. */
  readonly numberBytes: number;
  readonly groupCount: number;
  /** Elements that were ever written are below. */
  readonly endNumber: number;
  readonly indexBlock: number | undefined;
}

/** Blocks of one size, which HDF5 calls a super block: its number gives how many there are, and of how many elements. */
interface BlockGroup {
  readonly blockCount: number;
  readonly inBlock: number;
  /** Number of the group's first element. */
  readonly first: number;
}

/** The index of datasets that may grow along one axis. */
export async function* readExtensibleArray(dataset: IndexedDataset, address: number): AsyncGenerator<IndexedChunk> {
  const head = await readHead(dataset, address);
  if (head.indexBlock === undefined) return;
  const { file } = dataset;
  const { offsetBytes } = file.superblock;
  const groupsInIndex = 2 * Math.log2(head.minBlockAddresses);
  const blocksInIndex = 2 * (head.minBlockAddresses - 1);
  const groupAddresses = Math.max(0, head.groupCount - groupsInIndex);
  const sizeBytes =
    10 + offsetBytes + head.inIndexBlock * head.elementBytes + (blocksInIndex + groupAddresses) * offsetBytes;
  const fields = await file.fields(head.indexBlock, sizeBytes, 'a block of a chunk index');
  fields.signature('EAIB');
  fields.skip(2 + offsetBytes);
  yield* readElements(fields, dataset, { first: 0, count: head.inIndexBlock, elementBytes: head.elementBytes });
  const blocks = Array.from({ length: blocksInIndex }, () => fields.address());
  const groups = Array.from({ length: groupAddresses }, () => fields.address());
  fields.checksum();
  for (const [number, group] of blockGroups(head).entries()) {
    if (group.first >= head.endNumber) return;
    if (number < groupsInIndex) {
      for (const [index, block] of blocks.splice(0, group.blockCount).entries()) {
        yield* readBlock(dataset, head, group, { index, address: block, written: undefined });
      }
    } else yield* readGroup(dataset, head, group, groups[number - groupsInIndex]);
  }
}

async function readHead(dataset: IndexedDataset, address: number): Promise<Head> {
  const { offsetBytes, lengthBytes } = dataset.file.superblock;
  const fields = await dataset.file.fields(address, 16 + 6 * lengthBytes + offsetBytes, 'a chunk index');
  fields.signature('EAHD');
  const elementBytes = readElementHead(fields, dataset);
  const maxBits = fields.u8();
  const inIndexBlock = fields.u8();
  const minInBlock = fields.u8();
  const minBlockAddresses = fields.u8();
  const pageBits = fields.u8();
  for (let skipped = 0; skipped < 4; skipped++) fields.length();
  const endNumber = fields.length();
  fields.length();
  const indexBlock = fields.address();
  fields.checksum();
  const isPossible = [minInBlock, minBlockAddresses].every(isPowerOf2) && maxBits <= 64 && pageBits <= 32;
  const groupCount = 1 + maxBits - Math.log2(minInBlock);
  if (!isPossible || groupCount < 1) throw fields.fault('has impossible sizes');
  const sizes = { elementBytes, inIndexBlock, minInBlock, minBlockAddresses, groupCount, endNumber };
  return { ...sizes, perPage: 2 ** pageBits, numberBytes: Math.ceil(maxBits / 8), indexBlock };
}

function blockGroups({ groupCount, minInBlock, inIndexBlock }: Head): readonly BlockGroup[] {
  let first = inIndexBlock;
  return Array.from({ length: groupCount }, (_, number) => {
    const group = { blockCount: 2 ** (number >> 1), inBlock: minInBlock * 2 ** ((number + 1) >> 1), first };
    first += group.blockCount * group.inBlock;
    return group;
  });
}

/** The blocks whose addresses stand in a block of their own. */
async function* readGroup(
  dataset: IndexedDataset,
  head: Head,
  group: BlockGroup,
  address: number | undefined,
): AsyncGenerator<IndexedChunk> {
  if (address === undefined) return;
  const { offsetBytes } = dataset.file.superblock;
  const isPaged = group.inBlock > head.perPage;
  const bitmapBytes = isPaged ? Math.ceil(group.inBlock / head.perPage / 8) : 0;
  const sizeBytes = 10 + offsetBytes + head.numberBytes + group.blockCount * (bitmapBytes + offsetBytes);
  const fields = await dataset.file.fields(address, sizeBytes, 'a block of a chunk index');
  fields.signature('EASB');
  fields.skip(2 + offsetBytes + head.numberBytes);
  const bitmaps = fields.take(group.blockCount * bitmapBytes);
  for (let index = 0; index < group.blockCount; index++) {
    const written = isPaged ? bitmaps.subarray(index * bitmapBytes, (index + 1) * bitmapBytes) : undefined;
    yield* readBlock(dataset, head, group, { index, address: fields.address(), written });
  }
  fields.checksum();
}

/** A block of elements: of its group the one with number `index`. `written` has a bit for each page, if there are pages. */
async function* readBlock(
  dataset: IndexedDataset,
  { elementBytes, numberBytes, perPage, endNumber }: Head,
  { inBlock, first: firstOfGroup }: BlockGroup,
  block: { readonly index: number; readonly address: number | undefined; readonly written: Uint8Array | undefined },
): AsyncGenerator<IndexedChunk> {
  const first = firstOfGroup + block.index * inBlock;
  if (block.address === undefined || first >= endNumber) return;
  const { file } = dataset;
  const prefixBytes = 6 + file.superblock.offsetBytes + numberBytes;
  const count = block.written ? 0 : inBlock;
  const sizeBytes = prefixBytes + count * elementBytes + 4;
  const fields = await file.fields(block.address, sizeBytes, 'a block of a chunk index');
  fields.signature('EADB');
  fields.skip(prefixBytes - 4);
  yield* readElements(fields, dataset, { first, count, elementBytes });
  fields.checksum();
  if (!block.written) return;
  const place = { address: block.address + sizeBytes, elementBytes, count: inBlock, perPage, first };
  yield* readPages(dataset, { ...place, written: block.written });
}

function isPowerOf2(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
