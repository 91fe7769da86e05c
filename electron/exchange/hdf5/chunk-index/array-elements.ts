import type { Fields } from '../metadata/fields.js';
import type { IndexedChunk, IndexedDataset } from './indexed-dataset.js';

const FILTERED_CLIENT = 1;

/** Checks what both array indexes begin with: version, whether chunks are filtered, the bytes of an element. */
export function readElementHead(fields: Fields, { isFiltered, file }: IndexedDataset): number {
  fields.version([0]);
  const client = fields.u8();
  if (client > FILTERED_CLIENT || (client === FILTERED_CLIENT) !== isFiltered) {
    throw fields.fault(`is for chunks of kind ${client}`);
  }
  const elementBytes = fields.u8();
  const { offsetBytes } = file.superblock;
  const sizeBytes = elementBytes - offsetBytes - 4;
  const isPossible = isFiltered ? sizeBytes >= 1 && sizeBytes <= 8 : elementBytes === offsetBytes;
  if (!isPossible) throw fields.fault(`has elements of ${elementBytes} bytes`);
  return elementBytes;
}

/** The next `count` elements, of which the first has number `first`; those of chunks that were never written are left out. */
export function* readElements(
  fields: Fields,
  { isFiltered, chunkNbytes, file }: IndexedDataset,
  { first, count, elementBytes }: { readonly first: number; readonly count: number; readonly elementBytes: number },
): Generator<IndexedChunk, void, undefined> {
  const sizeBytes = elementBytes - file.superblock.offsetBytes - 4;
  for (let index = 0; index < count; index++) {
    const address = fields.address();
    const storedBytes = isFiltered ? fields.uint(sizeBytes) : chunkNbytes;
    const filterMask = isFiltered ? fields.u32() : 0;
    if (address !== undefined) yield { at: first + index, address, storedBytes, filterMask };
  }
}

/** Where elements are that are stored in pages, each with a checksum. */
export interface Pages {
  readonly address: number;
  readonly elementBytes: number;
  /** Elements in all pages, and in each but the last. */
  readonly count: number;
  readonly perPage: number;
  /** Number of the first element. */
  readonly first: number;
  /** A bit for each page that was ever written, the highest bit of the first byte first. */
  readonly written: Uint8Array;
}

/** Pages of elements; pages that were never written take room, but have no content. */
export async function* readPages(
  dataset: IndexedDataset,
  { address, elementBytes, count, perPage, first, written }: Pages,
): AsyncGenerator<IndexedChunk, void, undefined> {
  let pageAddress = address;
  for (let done = 0, page = 0; done < count; page++) {
    const inPage = Math.min(perPage, count - done);
    const sizeBytes = inPage * elementBytes + 4;
    if ((written[page >> 3] ?? 0) & (0x80 >> (page & 7))) {
      const fields = await dataset.file.fields(pageAddress, sizeBytes, 'a page of a chunk index');
      yield* readElements(fields, dataset, { first: first + done, count: inPage, elementBytes });
      fields.checksum();
    }
    pageAddress += sizeBytes;
    done += inPage;
  }
}
