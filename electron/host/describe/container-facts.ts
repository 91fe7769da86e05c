import type { ArrayFacts, ContainerFacts } from '../../../shared/contract/files.js';
import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { plainSizeBytes } from '../../../shared/format/header.js';
import { parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { readMetadata } from '../../engine/container/decode-metadata.js';
import { digestBytes } from '../../engine/container/digest.js';
import { type ContainerLayout, readLayout } from '../../engine/container/layout.js';
import { OffsetPages } from '../../engine/container/offset-pages.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { jsonOf } from '../../engine/pack/compressed/compressed-source.js';
import { arrayFacts } from '../../inspect/open/array-facts.js';

/** Where a Blosc header holds the size of its chunk. */
const CTBYTES_AT = 12;
/** Offsets that are read to detect an aborted container: one page of the file system. */
const PAGE_OFFSETS = 512;
/** Larger metadata are not read just to name a dtype. */
const MAX_METADATA_BYTES = 2 ** 20;

export interface ContainerHeadFacts {
  readonly container: ContainerFacts;
  readonly array?: ArrayFacts;
}

/** Facts of a container's head. Throws FormatError for a broken header or an incomplete section. */
export async function readContainerFacts(reader: RandomReader): Promise<ContainerHeadFacts> {
  const layout = await readLayout(reader);
  const { header, nchunks } = layout;
  const plainBytes = plainSizeBytes(header);
  const array = await readArray(reader, layout);
  const aborted = await isAborted(reader, layout);
  return {
    ...(array && { array }),
    container: {
      checksum: header.checksum,
      offsets: header.offsets,
      aborted,
      ...(!aborted && (await isTruncated(reader, layout)) && { truncated: true }),
      ...(plainBytes !== undefined && { plainBytes: Number(plainBytes) }),
      ...(nchunks !== undefined && { nchunks }),
      ...(header.chunkSize >= 0 && { chunkSizeBytes: header.chunkSize }),
    },
  };
}

/** A writer fills in the offsets last: if all are -1, it was aborted. */
async function isAborted(reader: RandomReader, layout: ContainerLayout): Promise<boolean> {
  if (!layout.offsets) return false;
  const { nchunks = 0 } = layout;
  return (await new OffsetPages(reader, layout).firstFilled(0, Math.min(nchunks, PAGE_OFFSETS))) === undefined;
}

/** Whether the last chunk, by its offset and its header, ends behind the end of the file. False where that is not known. */
async function isTruncated(reader: RandomReader, layout: ContainerLayout): Promise<boolean> {
  const { nchunks = 0, header } = layout;
  if (!layout.offsets || nchunks === 0) return false;
  const start = Number((await new OffsetPages(reader, layout).entry(nchunks - 1)) ?? Number.NaN);
  if (!(start >= 0)) return false;
  if (start + BLOSC_HEADER_BYTES > reader.sizeBytes) return true;
  const head = await reader.readAt(start, BLOSC_HEADER_BYTES);
  const storedBytes = new DataView(head.buffer, head.byteOffset).getUint32(CTBYTES_AT, true);
  return start + storedBytes + digestBytes(header.checksum) > reader.sizeBytes;
}

/** Undefined for broken metadata: the data can be read all the same, and reading the metadata reports the fault. */
async function readArray(reader: RandomReader, layout: ContainerLayout): Promise<ArrayFacts | undefined> {
  const size = layout.metadata?.header.metaSize ?? 0;
  if (size > MAX_METADATA_BYTES) return undefined;
  try {
    const spec = parseArrayMetadata(jsonOf(await readMetadata(reader, layout)));
    return spec && arrayFacts(spec);
  } catch {
    return undefined;
  }
}
