import type { JsonValue } from '../../../../shared/format/json.js';
import { METADATA_HEADER_BYTES, metadataSectionBytes } from '../../../../shared/format/metadata-section.js';
import { type ArraySpec, arrayNbytes, parseArrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { withShape } from '../../arrays/npy-metadata.js';
import { type Metadata, readMetadata } from '../../container/decode-metadata.js';
import { computeDigest } from '../../container/digest.js';
import type { ContainerLayout } from '../../container/layout.js';
import type { RandomReader } from '../../io/random-reader.js';
import { isFinding } from '../../verify/from-error.js';
import type { Problem } from '../../verify/problems.js';
import { withKeys } from '../metadata/json-object.js';
import { planSection } from '../metadata/section-plan.js';
import { overlayReader } from '../overlay-reader.js';
import type { SurveyedChunks } from './survey.js';

/** What a repair does with the metadata. */
export interface MetadataPlan {
  /**
   * `digest-renewed`: the metadata are whole, only their digest was wrong. `shape-adapted`: whole rows are missing at the end
   * of the array. `array-detached`: other parts of it are missing, so that the data can only be read as plain bytes; the key
   * `container` is removed, dtype and the old shape stay for information. `dropped`: the metadata are damaged.
   */
  readonly change: 'unchanged' | 'digest-renewed' | 'shape-adapted' | 'array-detached' | 'dropped';
  /** The new section, empty for none; undefined when the old one is kept byte for byte. */
  readonly section: Uint8Array | undefined;
  /** One sentence for the user; undefined when nothing changes. */
  readonly notice: string | undefined;
}

const UNCHANGED: MetadataPlan = { change: 'unchanged', section: undefined, notice: undefined };

const DROPPED: MetadataPlan = {
  change: 'dropped',
  section: new Uint8Array(0),
  notice:
    'the metadata are damaged and left out: the new container does not say what the data are (an array, for example)',
};

const DIGEST_NOTICE =
  'only the checksum of the metadata was wrong (zlib confirms that they are whole): they get a new checksum';

type MetadataSection = NonNullable<ContainerLayout['metadata']>;

/** `leavesOut`: the repaired container has fewer data than the original one. */
export async function planMetadata(
  reader: RandomReader,
  surveyed: SurveyedChunks,
  problems: readonly Problem[],
  leavesOut: boolean,
): Promise<MetadataPlan> {
  const { layout } = surveyed;
  if (!layout.header.metadata) return UNCHANGED;
  if (!layout.metadata) return DROPPED;
  const isSound = surveyed.metadata !== undefined;
  const readable = isSound ? reader : await withRightDigest(reader, layout.metadata, problems);
  const metadata = surveyed.metadata ?? (readable && (await readSound(readable, layout)));
  if (!readable || !metadata) return DROPPED;
  const adapted = leavesOut ? adaptArray(surveyed, metadata, layout.metadata) : undefined;
  if (adapted || isSound) return adapted ?? UNCHANGED;
  const { header, positionBytes } = layout.metadata;
  const section = await readable.readAt(positionBytes, metadataSectionBytes(header));
  return { change: 'digest-renewed', section, notice: DIGEST_NOTICE };
}

/**
 * A reader of the container in which the metadata have the right digest. Only for compressed metadata, whose own zlib checksum
 * shows whether they are whole: in uncompressed ones, a changed byte would not be found.
 */
async function withRightDigest(
  reader: RandomReader,
  { header, positionBytes }: MetadataSection,
  problems: readonly Problem[],
): Promise<RandomReader | undefined> {
  const onlyDigest = problems.some(({ kind }) => kind === 'metadata-checksum-mismatch');
  if (!onlyDigest || header.metaCodec !== 'zlib') return undefined;
  const storedAt = positionBytes + METADATA_HEADER_BYTES;
  const bytes = computeDigest(header.metaChecksum, await reader.readAt(storedAt, header.metaCompSize));
  return overlayReader(reader, [{ positionBytes: storedAt + header.maxMetaSize, bytes }], async () => {});
}

async function readSound(reader: RandomReader, layout: ContainerLayout): Promise<Metadata | undefined> {
  try {
    return await readMetadata(reader, layout);
  } catch (error) {
    if (isFinding(error)) return undefined;
    throw error;
  }
}

/** New metadata for an array of which only a part is kept; undefined when there is no array, or all of it is kept. */
function adaptArray(surveyed: SurveyedChunks, metadata: Metadata, section: MetadataSection): MetadataPlan | undefined {
  const array = metadata.kind === 'json' ? describedArray(metadata.value) : undefined;
  if (metadata.kind !== 'json' || !array || !isCut(surveyed, array)) return undefined;
  const shape = isStartOnly(surveyed) ? cutShape(array, surveyed.kept.plainBytes) : undefined;
  const [before, after] = [shapeText(array.shape), shapeText(shape ?? [])];
  const changed = shape
    ? withShape(metadata.value, shape)
    : withKeys(metadata.value, { assigned: new Map(), deleted: ['container'] });
  return {
    change: shape ? 'shape-adapted' : 'array-detached',
    section: planSection(changed, section.header).section,
    notice: shape
      ? `the array now has shape ${after} instead of ${before}`
      : `the remaining data are not whole rows from the start of the array of shape ${before}, so they are kept as plain bytes`,
  };
}

function describedArray(metadata: JsonValue): ArraySpec | undefined {
  try {
    return parseArrayMetadata(metadata);
  } catch (error) {
    if (isFinding(error)) return undefined;
    throw error;
  }
}

/** Whether the data had the array's size and now have less. */
function isCut({ map, kept }: SurveyedChunks, array: ArraySpec): boolean {
  const nbytes = arrayNbytes(array);
  return nbytes > kept.plainBytes && (map.totalBytes === undefined || map.totalBytes === nbytes);
}

function isStartOnly({ kept }: SurveyedChunks): boolean {
  return kept.runs.length === 1 && kept.runs[0]?.firstChunk === 0;
}

/** The shape with fewer entries along the slowest axis in memory; undefined when the bytes do not end with a whole entry. */
function cutShape({ dtype, shape, order }: ArraySpec, keptBytes: number): readonly number[] | undefined {
  const axis = order === 'C' ? 0 : shape.length - 1;
  const others = shape.filter((_, index) => index !== axis);
  const entryBytes = others.reduce((product, length) => product * length, dtype.itemsize);
  const entries = keptBytes / entryBytes;
  return shape.length > 0 && Number.isInteger(entries) ? shape.with(axis, entries) : undefined;
}

/** As Python prints a tuple. */
function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}
