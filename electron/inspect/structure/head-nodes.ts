import type { RegionKind } from '../../../shared/contract/inspect/document.js';
import type { StructureNode } from '../../../shared/contract/inspect/structure.js';
import { toHex } from '../../../shared/format/bytes.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import { type JsonValue, parseJson, printJson } from '../../../shared/format/json.js';
import { METADATA_HEADER_BYTES } from '../../../shared/format/metadata-section.js';
import type { HeadField, HeadFields } from '../container/head-fields.js';
import { headRegions } from '../container/regions.js';
import type { OpenDocument } from '../document.js';

const MAX_VALUE_CHARACTERS = 200;

/** The existing sections before the chunks, in the order of the file. */
export async function sectionNodes(document: OpenDocument): Promise<readonly StructureNode[]> {
  const { head, container } = document;
  if (!head) return [];
  const nodes = [headerNode(head), metadataHeaderNode(head)];
  for (const { region, startByte, endByte } of container ? headRegions(container.layout) : []) {
    nodes.push(await regionNode(document, region, { offsetBytes: startByte, sizeBytes: endByte - startByte }));
  }
  return nodes.filter((node) => node !== undefined);
}

/** Undefined for the headers, whose nodes show their fields, and for empty sections. */
async function regionNode(
  document: OpenDocument,
  region: RegionKind,
  place: Place,
): Promise<StructureNode | undefined> {
  if (region === 'metadata' && document.container?.layout.metadata) return metadataNode(document, place);
  if (place.sizeBytes === 0) return undefined;
  switch (region) {
    case 'metadata-reserve':
      return metadataReserve(place);
    case 'metadata-checksum':
      return checksumNode(document, place);
    case 'offsets':
      return offsetsNode(place);
    case 'offsets-reserve':
      return offsetsReserve(place);
    default:
      return undefined;
  }
}

interface Place {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

function headerNode({ header }: HeadFields): StructureNode | undefined {
  if (header.length === 0) return undefined;
  const problem = faultsOf(header);
  return {
    id: 'header',
    name: 'Bloscpack header',
    explanation: 'Identifies the file, and says how it is split into chunks and which sections follow.',
    offsetBytes: 0,
    sizeBytes: HEADER_BYTES,
    region: 'header',
    childCount: header.length,
    ...(problem !== undefined && { problem }),
  };
}

function metadataHeaderNode({ metadata }: HeadFields): StructureNode | undefined {
  if (!metadata) return undefined;
  const problem = faultsOf(metadata);
  return {
    id: 'metadata-header',
    name: 'Metadata header',
    explanation: 'How the metadata are stored, and how much room they have.',
    offsetBytes: HEADER_BYTES,
    sizeBytes: METADATA_HEADER_BYTES,
    region: 'metadata-header',
    childCount: metadata.length,
    ...(problem !== undefined && { problem }),
  };
}

function faultsOf(fields: readonly HeadField[]): string | undefined {
  const faulty = fields.filter(({ problem }) => problem !== undefined);
  return faulty.length === 0 ? undefined : faulty.map(({ name, problem }) => `${name} ${problem}`).join('; ');
}

/** The fields of a header, or the bits of one of its fields. */
export function fieldNodes(
  fields: readonly HeadField[],
  section: 'header' | 'metadata-header',
): readonly StructureNode[] {
  return fields.map(({ name, value, explanation, offsetBytes, sizeBytes, type, problem, bits }) => ({
    id: `${section}/${name}`,
    name,
    value,
    explanation,
    offsetBytes,
    sizeBytes,
    type,
    region: section,
    childCount: bits?.length ?? 0,
    ...(problem !== undefined && { problem }),
  }));
}

export function bitNodes(
  { name: field, bits = [], offsetBytes }: HeadField,
  section: 'header' | 'metadata-header',
): readonly StructureNode[] {
  return bits.map(({ name, value, bit }) => ({
    id: `${section}/${field}/${bit}`,
    name,
    value,
    type: `bit ${bit}`,
    offsetBytes,
    sizeBytes: 1,
    region: section,
    childCount: 0,
  }));
}

function metadataNode(document: OpenDocument, place: Place): StructureNode {
  const view = document.overview.container?.metadata;
  return {
    id: 'metadata',
    name: 'Metadata',
    note: `${place.sizeBytes} of ${view?.roomBytes ?? place.sizeBytes} B`,
    value: view?.magicFormat ?? '',
    explanation: 'A description of the data as JSON: for arrays dtype, shape and order.',
    ...place,
    region: 'metadata',
    childCount: metadataMembers(document).length,
    ...(view?.json === undefined && { problem: 'cannot be read as JSON' }),
  };
}

/** The members of the metadata, without places: they may be compressed. */
export function metadataMembers({ overview }: OpenDocument): readonly StructureNode[] {
  const json = overview.container?.metadata?.json;
  const value: JsonValue = json === undefined ? null : parseJson(json);
  if (!(value instanceof Map)) return [];
  return [...value.entries()].map(([key, member], index) => ({
    id: `metadata/${index}`,
    name: String(key),
    value: shortened(typeof member === 'string' ? member : printJson(member)),
    region: 'metadata',
    childCount: 0,
  }));
}

function shortened(text: string): string {
  return text.length <= MAX_VALUE_CHARACTERS ? text : `${text.slice(0, MAX_VALUE_CHARACTERS)}…`;
}

function metadataReserve(place: Place): StructureNode {
  return leaf(
    'metadata-reserve',
    'Metadata reserve',
    place,
    'Room for the metadata to grow without rewriting the file.',
  );
}

async function checksumNode({ reader, overview }: OpenDocument, place: Place): Promise<StructureNode> {
  const value = toHex(await reader.readAt(place.offsetBytes, place.sizeBytes));
  const kind = overview.container?.metadata?.checksum ?? 'checksum';
  const node = leaf(
    'metadata-checksum',
    'Metadata checksum',
    place,
    `The ${kind} of the stored metadata, without their reserve.`,
  );
  return { ...node, value, note: kind };
}

function offsetsNode(place: Place): StructureNode {
  const count = place.sizeBytes / 8;
  return {
    ...leaf(
      'offsets',
      'Offsets',
      place,
      'Where each chunk begins, counted from the start of the file. −1: never filled in.',
    ),
    note: `${count} used`,
    type: 'i64',
    childCount: count,
  };
}

function offsetsReserve(place: Place): StructureNode {
  const node = leaf(
    'offsets-reserve',
    'Offset reserve',
    place,
    'Slots for chunks that will be appended, all −1. By default ten for every chunk.',
  );
  return { ...node, note: String(place.sizeBytes / 8), type: 'i64' };
}

function leaf(region: RegionKind, name: string, place: Place, explanation: string): StructureNode {
  return { id: region, name, explanation, ...place, region, childCount: 0 };
}
