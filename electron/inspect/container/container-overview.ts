import type { ContainerOverview, MetadataView } from '../../../shared/contract/inspect/document.js';
import { CHECKSUMS } from '../../../shared/format/checksums.js';
import { type RawHeader, sectionsOf } from '../../../shared/format/header.js';
import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import { prettyJson, SCREEN_JSON } from '../../../shared/format/pretty-json.js';
import type { Metadata } from '../../engine/container/decode-metadata.js';
import type { ContainerLayout } from '../../engine/container/layout.js';
import { type HeadFields, metadataCodecName } from './head-fields.js';
import { type ChunkTotals, regionSums, reserveOf } from './regions.js';

export interface OverviewParts {
  readonly fields: HeadFields;
  /** Undefined when nothing after the header can be found. */
  readonly layout: ContainerLayout | undefined;
  readonly metadata: Metadata | undefined;
  readonly array: ArraySpec | undefined;
  readonly totals: ChunkTotals;
  readonly fileBytes: number;
  readonly state: ContainerOverview['state'];
}

/** The overview of a container from the headers of its sections, wrong fields included. */
export function containerOverview(parts: OverviewParts): ContainerOverview {
  const { fields, layout, metadata, array, totals, fileBytes, state } = parts;
  const perChunk = array && elementsPerChunk(array, fields.raw.header.chunkSize ?? -1);
  const view = metadataView(fields, metadata);
  return {
    ...headerNumbers(fields.raw.header, layout),
    state,
    chunksBytes: totals.chunksBytes,
    regions: layout ? regionSums(layout, totals, fileBytes) : headerOnly(fields, fileBytes),
    reserve: layout ? reserveOf(layout, fileBytes) : NO_RESERVE,
    ...(view && { metadata: view }),
    ...(perChunk && { perChunk }),
  };
}

/** Stands for fields that are missing. */
const EMPTY_HEADER: RawHeader = {
  magic: '',
  formatVersion: 0,
  options: 0,
  checksum: -1,
  typesize: 0,
  chunkSize: -1,
  lastChunk: -1,
  nchunks: -1n,
  maxAppChunks: 0n,
};

function headerNumbers(
  raw: Partial<RawHeader>,
  layout: ContainerLayout | undefined,
): Pick<
  ContainerOverview,
  | 'formatVersion'
  | 'checksum'
  | 'digestBytes'
  | 'typesize'
  | 'chunkSize'
  | 'lastChunk'
  | 'maxAppChunks'
  | 'nchunks'
  | 'hasOffsets'
> {
  const { formatVersion, options, checksum, typesize, chunkSize, lastChunk, nchunks, maxAppChunks } = {
    ...EMPTY_HEADER,
    ...raw,
  };
  const known = CHECKSUMS[checksum];
  return {
    formatVersion,
    checksum: known?.name ?? (checksum < 0 ? 'unknown' : `unknown (${checksum})`),
    digestBytes: layout?.digestBytes ?? known?.digestBytes ?? 0,
    typesize,
    chunkSize,
    lastChunk,
    maxAppChunks: Number(maxAppChunks),
    ...countOf(nchunks, layout),
    hasOffsets: sectionsOf({ options }).offsets,
  };
}

/** The count with which the chunks were found, which is that of the header unless this is wrong. */
function countOf(stored: bigint, layout: ContainerLayout | undefined): Pick<ContainerOverview, 'nchunks'> {
  const nchunks = layout ? layout.nchunks : stored >= 0n ? Number(stored) : undefined;
  return nchunks === undefined ? {} : { nchunks };
}

const NO_RESERVE: ContainerOverview['reserve'] = {
  offsetSlots: 0,
  offsetSlotsUsed: 0,
  metadataRoomBytes: 0,
  metadataUsedBytes: 0,
  costBytes: 0,
};

function headerOnly({ header, metadata }: HeadFields, fileBytes: number): ContainerOverview['regions'] {
  const sizeOf = (list: HeadFields['header'] = []) => list.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const sums = [
    { region: 'header', sizeBytes: sizeOf(header), basis: 'exact' },
    { region: 'metadata-header', sizeBytes: sizeOf(metadata), basis: 'exact' },
    { region: 'unknown', sizeBytes: fileBytes - sizeOf(header) - sizeOf(metadata), basis: 'exact' },
  ] as const;
  return sums.filter(({ sizeBytes }) => sizeBytes > 0);
}

/**
 * Undefined when chunks do not hold whole elements. Rows only in C order, where those of the first axis are stored one after the
 * other.
 */
function elementsPerChunk({ dtype, shape, order }: ArraySpec, chunkSize: number): ContainerOverview['perChunk'] {
  const elements = chunkSize / dtype.itemsize;
  if (chunkSize <= 0 || !Number.isInteger(elements)) return undefined;
  const rowItems = shape.slice(1).reduce((product, length) => product * length, 1);
  const rows = elements / rowItems;
  const isWhole = shape.length > 0 && Number.isInteger(rows) && (order === 'C' || shape.length === 1);
  return { elements, ...(isWhole && { rows }) };
}

function metadataView(
  { raw: { metadata: raw }, metadata: list }: HeadFields,
  metadata: Metadata | undefined,
): MetadataView | undefined {
  const [first] = list ?? [];
  if (!raw || !first) return undefined;
  const { magicFormat = '', metaCodec = 0, metaChecksum = 0 } = raw;
  return {
    ...(metadata?.kind === 'json' && { json: prettyJson(metadata.value, SCREEN_JSON) }),
    magicFormat,
    codec: metadataCodecName(metaCodec) ?? `unknown (${metaCodec})`,
    level: raw.metaLevel ?? 0,
    checksum: CHECKSUMS[metaChecksum]?.name ?? `unknown (${metaChecksum})`,
    plainBytes: raw.metaSize ?? 0,
    storedBytes: raw.metaCompSize ?? 0,
    roomBytes: raw.maxMetaSize ?? 0,
    offsetBytes: first.offsetBytes,
  };
}
