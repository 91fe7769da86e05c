import { treeEntries } from '../heaps/b-tree-1.js';
import { treeRecords } from '../heaps/b-tree-2.js';
import type { IndexedChunk, IndexedDataset } from './indexed-dataset.js';

/** The index of HDF5 before 1.10, and of files for it: a B-tree by the first item of each chunk. */
export async function* readChunkTree1(dataset: IndexedDataset, address: number): AsyncGenerator<IndexedChunk> {
  const { file, layout } = dataset;
  const { chunkShape } = layout;
  const kind = { type: 1, keyBytes: 8 + 8 * (chunkShape.length + 1) } as const;
  for await (const entry of treeEntries(file, address, kind)) {
    const key = file.fieldsOf(entry.key, 'a chunk in a B-tree', entry.address);
    const storedBytes = key.u32();
    const filterMask = key.u32();
    const at = chunkShape.map((length) => {
      const start = key.uint(8);
      if (start % length !== 0) throw key.fault(`begins at item ${start}, which is no multiple of ${length}`);
      return start / length;
    });
    yield { at, address: entry.address, storedBytes, filterMask };
  }
}

const UNFILTERED_RECORD = 10;
const FILTERED_RECORD = 11;

/** The index of datasets that may grow along several axes. */
export async function* readChunkTree2(dataset: IndexedDataset, address: number): AsyncGenerator<IndexedChunk> {
  const { file, isFiltered, chunkNbytes, grid } = dataset;
  const scaledBytes = 8 * grid.chunkShape.length;
  const { offsetBytes } = file.superblock;
  for await (const bytes of treeRecords(file, address, [isFiltered ? FILTERED_RECORD : UNFILTERED_RECORD])) {
    const record = file.fieldsOf(bytes, 'a chunk in a B-tree', address);
    const chunkAddress = record.definedAddress();
    const sizeBytes = bytes.byteLength - offsetBytes - scaledBytes - 4;
    if (isFiltered && (sizeBytes < 1 || sizeBytes > 8)) throw record.fault(`has a size of ${sizeBytes} bytes`);
    const storedBytes = isFiltered ? record.uint(sizeBytes) : chunkNbytes;
    const filterMask = isFiltered ? record.u32() : 0;
    const at = grid.chunkShape.map(() => record.uint(8));
    yield { at, address: chunkAddress, storedBytes, filterMask };
  }
}
