import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import type { Client } from '../../../../data/client.js';
import { type FieldSpan, spansOf } from './field-spans.js';
import type { ByteRange } from './folds.js';

/** A chunk with its digest, and what lies in it. */
export interface ChunkFields extends ByteRange {
  readonly spans: readonly FieldSpan[];
}

/** Parts that are asked for of one chunk: the more blocks there are, the less they are worth telling apart. */
const mostParts = 1000;

/** Asks what lies where in a chunk; `node` is the chunk itself. */
export async function loadChunkFields(client: Client, document: string, node: StructureNode): Promise<ChunkFields> {
  const children = (id: string, start: number, count: number) =>
    client.call('inspect.children', { document, node: id, start, count });
  const [parts, header] = await Promise.all([
    children(node.id, 0, mostParts),
    children(`${node.id}/header`, 0, mostParts),
  ]);
  const tail = parts.total > parts.nodes.length ? await children(node.id, parts.total - 1, 1) : undefined;
  return chunkFields(node, { header: header.nodes, parts: parts.nodes, tail: tail?.nodes ?? [] });
}

interface Parts {
  /** Fields of the Blosc header. */
  readonly header: readonly StructureNode[];
  /** Header, block starts, blocks and digest, as many as were asked for. */
  readonly parts: readonly StructureNode[];
  /** The last of them, if it is not among these. */
  readonly tail: readonly StructureNode[];
}

/** The spans of a chunk in the order of the file; its blocks need not lie in theirs. */
export function chunkFields(node: StructureNode, { header, parts, tail }: Parts): ChunkFields {
  const of = node.name.toLowerCase();
  const start = node.offsetBytes ?? 0;
  const end = start + (node.sizeBytes ?? 0);
  const inside = [...parts, ...tail].filter(({ id }) => header.length === 0 || id !== `${node.id}/header`);
  const blocks = [...spansOf(inside, of)].sort((one, other) => one.start - other.start);
  return { start, end, spans: filled([...spansOf(header, of), ...blocks], { start, end }, of) };
}

/** What no part covers belongs to the chunk as a whole. */
function filled(spans: readonly FieldSpan[], { start, end }: ByteRange, name: string): readonly FieldSpan[] {
  const whole: FieldSpan[] = [];
  let position = start;
  const fillUpTo = (next: number) => {
    if (next > position) whole.push({ start: position, end: next, region: 'payload', shade: 0, name });
  };
  for (const span of spans) {
    // Blocks of a damaged chunk can overlap: the first one keeps its bytes.
    const clipped = { ...span, start: Math.max(span.start, position), end: Math.min(span.end, end) };
    if (clipped.end <= clipped.start) continue;
    fillUpTo(clipped.start);
    whole.push(clipped);
    position = clipped.end;
  }
  fillUpTo(end);
  return whole;
}
