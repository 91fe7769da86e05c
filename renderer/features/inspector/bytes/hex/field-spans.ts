import type { RegionKind } from '../../../../../shared/contract/inspect/document.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import type { ByteRange } from './folds.js';

/** Bytes of one meaning, or of a table of items of equal size. */
export interface FieldSpan {
  readonly start: number;
  readonly end: number;
  readonly region: RegionKind;
  /** Alternates between neighbours of a region, so that they can be distinguished. */
  readonly shade: 0 | 1;
  readonly name: string;
  /** What it is part of: `Metadata header`, `chunk 412`. */
  readonly of?: string;
  /** Tables: bytes of an item, and the name of the nth. */
  readonly items?: { readonly sizeBytes: number; readonly nameOf: (index: number) => string };
}

/** The one field that a byte belongs to. */
export interface Field {
  readonly start: number;
  readonly end: number;
  readonly region: RegionKind;
  readonly shade: 0 | 1;
  readonly name: string;
  readonly of?: string;
}

/** The items of these tables are fields. */
const tables: Readonly<Record<string, { readonly sizeBytes: number; readonly nameOf: (index: number) => string }>> = {
  offsets: { sizeBytes: 8, nameOf: (index) => `offset of chunk ${index}` },
  'offsets-reserve': { sizeBytes: 8, nameOf: (index) => `free offset ${index}` },
  'block-starts': { sizeBytes: 4, nameOf: (index) => `start of block ${index}` },
};

/** Nodes as spans; those without an offset, such as members of compressed JSON, are left out. */
export function spansOf(nodes: readonly StructureNode[], of?: string): readonly FieldSpan[] {
  return nodes
    .filter(({ offsetBytes, sizeBytes = 0 }) => offsetBytes !== undefined && sizeBytes > 0)
    .map(({ name, offsetBytes = 0, sizeBytes = 0, region }, index) => {
      const items = tables[region];
      return {
        start: offsetBytes,
        end: offsetBytes + sizeBytes,
        region,
        shade: index % 2 === 0 ? 0 : 1,
        name,
        ...(of !== undefined && { of }),
        ...(items && { items }),
      };
    });
}

/** The span that covers a byte. `spans` must be in the order of the file and must not overlap. */
export function spanAt(spans: readonly FieldSpan[], byte: number): FieldSpan | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= byte) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span && span.start <= byte ? span : undefined;
}

/** What a byte of a span is part of: of tables, the item. */
export function fieldOf(span: FieldSpan, byte: number): Field {
  const { start, end, region, shade, name, of, items } = span;
  if (!items) return span;
  const index = Math.floor((byte - start) / items.sizeBytes);
  const itemStart = start + index * items.sizeBytes;
  return {
    start: itemStart,
    end: Math.min(end, itemStart + items.sizeBytes),
    region,
    shade: (shade + index) % 2 === 0 ? 0 : 1,
    name: items.nameOf(index),
    of: of ?? name,
  };
}

/**
 * The spans of a chunk in the order of the file, which together cover it. `header` are the fields of its Blosc header, `parts` its
 * header, block starts, blocks and digest; blocks may be stored in another order than that of their numbers.
 */
export function chunkSpans(
  chunk: StructureNode,
  header: readonly StructureNode[],
  parts: readonly StructureNode[],
): readonly FieldSpan[] {
  const of = chunk.name.toLowerCase();
  const inside = parts.filter(({ id }) => header.length === 0 || id !== `${chunk.id}/header`);
  const blocks = [...spansOf(inside, of)].sort((one, other) => one.start - other.start);
  const start = chunk.offsetBytes ?? 0;
  return withoutGaps([...spansOf(header, of), ...blocks], { start, end: start + (chunk.sizeBytes ?? 0) }, of);
}

/** Bytes that no part covers get a span with the name of the chunk. */
function withoutGaps(spans: readonly FieldSpan[], { start, end }: ByteRange, name: string): readonly FieldSpan[] {
  const all: FieldSpan[] = [];
  let position = start;
  const fillUpTo = (next: number) => {
    if (next > position) all.push({ start: position, end: next, region: 'payload', shade: 0, name });
  };
  for (const span of spans) {
    // Blocks of a damaged chunk can overlap: the first one keeps its bytes.
    const clipped = { ...span, start: Math.max(span.start, position), end: Math.min(span.end, end) };
    if (clipped.end <= clipped.start) continue;
    fillUpTo(clipped.start);
    all.push(clipped);
    position = clipped.end;
  }
  fillUpTo(end);
  return all;
}
