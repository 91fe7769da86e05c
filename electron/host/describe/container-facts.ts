import type { ArrayFacts, ContainerFacts } from '../../../shared/contract/files.js';
import { plainSizeBytes } from '../../../shared/format/header.js';
import { parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { readMetadata } from '../../engine/container/decode-metadata.js';
import { type ContainerLayout, readLayout } from '../../engine/container/layout.js';
import { OffsetPages } from '../../engine/container/offset-pages.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { jsonOf } from '../../engine/pack/compressed/compressed-source.js';
import { arrayFacts } from '../../inspect/open/array-facts.js';

/** Offsets that are looked at to tell an aborted container: one page of the file system. */
const PAGE_OFFSETS = 512;
/** Metadata beyond this are not read just to name a dtype. */
const MAX_METADATA_BYTES = 2 ** 20;

export interface ContainerHeadFacts {
  readonly container: ContainerFacts;
  readonly array?: ArrayFacts;
}

/** What the head of a container says. Throws FormatError for a broken header or a section that is not all there. */
export async function readContainerFacts(reader: RandomReader): Promise<ContainerHeadFacts> {
  const layout = await readLayout(reader);
  const { header, nchunks } = layout;
  const plainBytes = plainSizeBytes(header);
  const array = await readArray(reader, layout);
  return {
    ...(array && { array }),
    container: {
      checksum: header.checksum,
      offsets: header.offsets,
      aborted: await isAborted(reader, layout),
      ...(plainBytes !== undefined && { plainBytes: Number(plainBytes) }),
      ...(nchunks !== undefined && { nchunks }),
      ...(header.chunkSize >= 0 && { chunkSizeBytes: header.chunkSize }),
    },
  };
}

/** A writer fills in the offsets last: while all are -1 it has not finished. */
async function isAborted(reader: RandomReader, layout: ContainerLayout): Promise<boolean> {
  if (!layout.offsets) return false;
  const { nchunks = 0 } = layout;
  return (await new OffsetPages(reader, layout).firstFilled(0, Math.min(nchunks, PAGE_OFFSETS))) === undefined;
}

/** Broken metadata take nothing from the rest: the data can still be read, and reading them will tell. */
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
