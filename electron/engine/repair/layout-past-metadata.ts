import { ByteReader } from '../../../shared/format/bytes.js';
import { CHECKSUMS, type ChecksumName } from '../../../shared/format/checksums.js';
import { type BloscpackHeader, HEADER_BYTES } from '../../../shared/format/header.js';
import { METADATA_HEADER_BYTES, printMetadataHeader } from '../../../shared/format/metadata-section.js';
import { type ContainerLayout, readLayout } from '../container/layout.js';
import { readChunkHeader } from '../container/walk-chunks.js';
import { overlayReader } from '../in-place/overlay-reader.js';
import type { RandomReader } from '../io/random-reader.js';
import { isFinding } from '../verify/from-error.js';

/** Where `max_meta_size` stands in the metadata header. */
const MAX_META_SIZE_AT = 16;

/**
 * Finds the chunks of a container whose metadata header is damaged: the room it claims is believed if, with a digest of some
 * length behind it, offsets and a right first chunk follow. The layout has no metadata, since they are lost. Undefined when
 * the room is wrong too.
 */
export async function layoutPastMetadata(
  reader: RandomReader,
  header: BloscpackHeader,
): Promise<ContainerLayout | undefined> {
  if (!header.metadata || reader.sizeBytes < HEADER_BYTES + METADATA_HEADER_BYTES) return undefined;
  const fields = new ByteReader(await reader.readAt(HEADER_BYTES, METADATA_HEADER_BYTES), 'the metadata header');
  fields.skip(MAX_META_SIZE_AT);
  const maxMetaSize = fields.u32();
  for (const { name } of CHECKSUMS) {
    const layout = await layoutWith(reader, maxMetaSize, name);
    if (layout) return { ...layout, metadata: undefined };
  }
  return undefined;
}

/** The layout if the metadata section had this room and digest. */
async function layoutWith(
  reader: RandomReader,
  maxMetaSize: number,
  metaChecksum: ChecksumName,
): Promise<ContainerLayout | undefined> {
  const bytes = printMetadataHeader({
    magicFormat: 'JSON',
    metaOptions: 0,
    metaChecksum,
    metaCodec: 'None',
    metaLevel: 0,
    metaSize: 0,
    maxMetaSize,
    metaCompSize: 0,
    userCodec: '',
  });
  const mended = overlayReader(reader, [{ positionBytes: HEADER_BYTES, bytes }], async () => {});
  try {
    const layout = await readLayout(mended);
    await readChunkHeader(mended, layout, 0, layout.chunksPositionBytes);
    return layout;
  } catch (error) {
    if (isFinding(error)) return undefined;
    throw error;
  }
}
