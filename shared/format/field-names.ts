import type { BloscHeader } from './blosc-chunk.js';
import type { BloscpackHeader } from './header.js';
import type { MetadataHeader } from './metadata-section.js';

/** Maps the specification's names to ours, in the order of the header's table. */
const HEADER_FIELDS = [
  ['format_version', 'formatVersion'],
  ['offsets', 'offsets'],
  ['metadata', 'metadata'],
  ['checksum', 'checksum'],
  ['typesize', 'typesize'],
  ['chunk_size', 'chunkSize'],
  ['last_chunk', 'lastChunk'],
  ['nchunks', 'nchunks'],
  ['max_app_chunks', 'maxAppChunks'],
] as const satisfies FieldTable<BloscpackHeader>;

const METADATA_HEADER_FIELDS = [
  ['magic_format', 'magicFormat'],
  ['meta_options', 'metaOptions'],
  ['meta_checksum', 'metaChecksum'],
  ['meta_codec', 'metaCodec'],
  ['meta_level', 'metaLevel'],
  ['meta_size', 'metaSize'],
  ['max_meta_size', 'maxMetaSize'],
  ['meta_comp_size', 'metaCompSize'],
  ['user_codec', 'userCodec'],
] as const satisfies FieldTable<MetadataHeader>;

const BLOSC_HEADER_FIELDS = [
  ['version', 'version'],
  ['versionlz', 'versionlz'],
  ['flags', 'flags'],
  ['typesize', 'typesize'],
  ['nbytes', 'nbytes'],
  ['blocksize', 'blocksize'],
  ['ctbytes', 'ctbytes'],
] as const satisfies FieldTable<BloscHeader>;

type FieldTable<T> = readonly (readonly [string, keyof T])[];

/** The fields of T that a table names, under the table's names. */
type FieldRecord<T, Table extends FieldTable<T>> = { readonly [Pair in Table[number] as Pair[0]]: T[Pair[1]] };

export type HeaderRecord = FieldRecord<BloscpackHeader, typeof HEADER_FIELDS>;
export type BloscHeaderRecord = FieldRecord<BloscHeader, typeof BLOSC_HEADER_FIELDS>;
export type MetadataHeaderRecord = Omit<FieldRecord<MetadataHeader, typeof METADATA_HEADER_FIELDS>, 'meta_options'> & {
  readonly meta_options: string;
};

function renamed<T, Table extends FieldTable<T>>(source: T, table: Table): FieldRecord<T, Table> {
  // The record has exactly the table's pairs; TypeScript cannot follow that through Object.fromEntries.
  return Object.fromEntries(table.map(([name, key]) => [name, source[key]])) as FieldRecord<T, Table>;
}

/** The header under the specification's names, in the order of its table; counts stay bigint. */
export function headerRecord(header: BloscpackHeader): HeaderRecord {
  return renamed(header, HEADER_FIELDS);
}

/** The metadata header under the specification's names; the options as the reference prints them, eight binary digits. */
export function metadataHeaderRecord(header: MetadataHeader): MetadataHeaderRecord {
  const record = renamed(header, METADATA_HEADER_FIELDS);
  return { ...record, meta_options: record.meta_options.toString(2).padStart(8, '0') };
}

/** The chunk header under the specification's names, in the order of its bytes. */
export function bloscHeaderRecord(header: BloscHeader): BloscHeaderRecord {
  return renamed(header, BLOSC_HEADER_FIELDS);
}
