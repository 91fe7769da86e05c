import { readElementHead, readElements, readPages } from './array-elements.js';
import type { IndexedChunk, IndexedDataset } from './indexed-dataset.js';

/** The index of datasets that cannot grow without end: one array of elements. */
export async function* readFixedArray(dataset: IndexedDataset, address: number): AsyncGenerator<IndexedChunk> {
  const { file } = dataset;
  const { offsetBytes, lengthBytes } = file.superblock;
  const head = await file.fields(address, 12 + lengthBytes + offsetBytes, 'a chunk index');
  head.signature('FAHD');
  const elementBytes = readElementHead(head, dataset);
  const perPage = 2 ** head.u8();
  const count = head.length();
  const blockAddress = head.address();
  head.checksum();
  if (blockAddress === undefined) return;
  const isPaged = count > perPage;
  const pageCount = isPaged ? Math.ceil(count / perPage) : 0;
  const bitmapBytes = Math.ceil(pageCount / 8);
  const prefixBytes = 6 + offsetBytes + bitmapBytes;
  const elementsBytes = isPaged ? 0 : count * elementBytes;
  file.requireInside(blockAddress, prefixBytes + count * elementBytes + 4 * Math.max(1, pageCount), 'a chunk index');
  const block = await file.fields(blockAddress, prefixBytes + elementsBytes + 4, 'a block of a chunk index');
  block.signature('FADB');
  block.skip(2 + offsetBytes);
  const written = block.take(bitmapBytes);
  yield* readElements(block, dataset, { first: 0, count: isPaged ? 0 : count, elementBytes });
  block.checksum();
  const place = { address: blockAddress + prefixBytes + 4, elementBytes, count, perPage, first: 0, written };
  if (isPaged) yield* readPages(dataset, place);
}
