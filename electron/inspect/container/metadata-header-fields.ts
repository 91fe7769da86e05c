import { ascii } from '../../../shared/format/bytes.js';
import { CHECKSUMS } from '../../../shared/format/checksums.js';
import type { FieldRule } from './head-fields.js';
import { idAndName, printable } from './header-fields.js';

/** The metadata header as it is stored; nothing is checked. */
export interface RawMetadataHeader {
  /** One character a byte, NUL padding removed; as is `userCodec`. */
  readonly magicFormat: string;
  readonly metaOptions: number;
  readonly metaChecksum: number;
  readonly metaCodec: number;
  readonly metaLevel: number;
  readonly metaSize: number;
  readonly maxMetaSize: number;
  readonly metaCompSize: number;
  readonly userCodec: string;
}

/** At the index that is their id. */
export const METADATA_CODEC_NAMES: readonly string[] = ['none', 'zlib'];
const MAX_LEVEL = 9;

/** In the order of the bytes. Rules as in `shared/format/metadata-section.ts`, each judged by itself. */
export const METADATA_FIELDS: readonly FieldRule<RawMetadataHeader>[] = [
  {
    name: 'magic_format',
    at: 0,
    sizeBytes: 8,
    type: 'char',
    explanation: 'How the metadata are written down: JSON.',
    read: (reader) => ({ magicFormat: unpadded(ascii(reader.take(8))) }),
    show: ({ magicFormat = '' }) => shownName(magicFormat),
    fault: ({ magicFormat }) =>
      magicFormat === 'JSON' ? undefined : 'is not JSON: the metadata can only be shown raw',
  },
  {
    name: 'meta_options',
    at: 8,
    sizeBytes: 1,
    type: 'bits',
    explanation: 'Must be 0.',
    read: (reader) => ({ metaOptions: reader.u8() }),
    show: ({ metaOptions }) => String(metaOptions),
    fault: ({ metaOptions }) => (metaOptions === 0 ? undefined : 'must be 0'),
  },
  {
    name: 'meta_checksum',
    at: 9,
    sizeBytes: 1,
    type: 'u8',
    explanation: 'Kind of the checksum over the stored metadata, without their reserve.',
    read: (reader) => ({ metaChecksum: reader.u8() }),
    show: ({ metaChecksum = 0 }) => idAndName(metaChecksum, CHECKSUMS[metaChecksum]?.name),
    fault: ({ metaChecksum = 0 }) =>
      CHECKSUMS[metaChecksum] ? undefined : `must be from 0 to ${CHECKSUMS.length - 1}`,
  },
  {
    name: 'meta_codec',
    at: 10,
    sizeBytes: 1,
    type: 'u8',
    explanation: 'How the metadata are compressed; none when zlib would not have made them shorter.',
    read: (reader) => ({ metaCodec: reader.u8() }),
    show: ({ metaCodec = 0 }) => idAndName(metaCodec, METADATA_CODEC_NAMES[metaCodec]),
    fault: ({ metaCodec = 0 }) => (METADATA_CODEC_NAMES[metaCodec] ? undefined : 'must be 0 or 1'),
  },
  {
    name: 'meta_level',
    at: 11,
    sizeBytes: 1,
    type: 'u8',
    explanation: 'The level that was asked for, also when the metadata are not compressed.',
    read: (reader) => ({ metaLevel: reader.u8() }),
    show: ({ metaLevel }) => String(metaLevel),
    fault: ({ metaLevel = 0 }) => (metaLevel <= MAX_LEVEL ? undefined : `must be from 0 to ${MAX_LEVEL}`),
  },
  {
    name: 'meta_size',
    at: 12,
    sizeBytes: 4,
    type: 'u32',
    explanation: 'Bytes of the metadata before they were compressed.',
    read: (reader) => ({ metaSize: reader.u32() }),
    show: ({ metaSize }) => String(metaSize),
  },
  {
    name: 'max_meta_size',
    at: 16,
    sizeBytes: 4,
    type: 'u32',
    explanation: 'Room for the stored metadata, so that they can grow in place.',
    read: (reader) => ({ maxMetaSize: reader.u32() }),
    show: ({ maxMetaSize }) => String(maxMetaSize),
  },
  {
    name: 'meta_comp_size',
    at: 20,
    sizeBytes: 4,
    type: 'u32',
    explanation: 'Bytes of the metadata as they are stored.',
    read: (reader) => ({ metaCompSize: reader.u32() }),
    show: ({ metaCompSize }) => String(metaCompSize),
    fault: ({ metaCompSize = 0, maxMetaSize = 0 }) =>
      metaCompSize <= maxMetaSize ? undefined : `must not be larger than max_meta_size (${maxMetaSize})`,
  },
  {
    name: 'user_codec',
    at: 24,
    sizeBytes: 8,
    type: 'char',
    explanation: 'Room for the name of a codec of one’s own; nobody uses it.',
    read: (reader) => ({ userCodec: unpadded(ascii(reader.take(8))) }),
    show: ({ userCodec = '' }) => shownName(userCodec),
  },
];

function unpadded(name: string): string {
  return name.replace(/\0+$/, '');
}

function shownName(name: string): string {
  return name === '' ? '8 × 00' : printable(name);
}
