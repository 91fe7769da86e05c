import type { ArrayFacts, MemberFacts } from '../../../shared/contract/files.js';
import type { StructureNode } from '../../../shared/contract/inspect/structure.js';
import type { OpenDocument } from '../document.js';

/** Files that are not containers: a header and data, the arrays of an archive, or just bytes. */
export function plainNodes({ overview, reader }: OpenDocument): readonly StructureNode[] {
  const { kind, array, members, plainBytes = 0 } = overview;
  if (members) return members.map(memberNode);
  if (reader.sizeBytes === 0) return [];
  const headBytes = kind === 'npy' && array ? reader.sizeBytes - plainBytes : 0;
  const data: StructureNode = {
    id: 'data',
    name: array ? 'Data' : 'Bytes',
    ...(array && { value: arrayText(array) }),
    offsetBytes: headBytes,
    sizeBytes: reader.sizeBytes - headBytes,
    region: array ? 'payload' : 'unknown',
    childCount: 0,
  };
  return headBytes > 0 ? [npyHeader(headBytes), data] : [data];
}

/** The node that a byte of such a file belongs to. */
export function plainNodeAt(document: OpenDocument, offsetBytes: number): string {
  const nodes = plainNodes(document);
  return nodes.find((node) => offsetBytes < (node.offsetBytes ?? 0) + (node.sizeBytes ?? 0))?.id ?? 'data';
}

function arrayText({ dtype, shape }: ArrayFacts): string {
  return `${dtype} (${shape.join(', ')})`;
}

function npyHeader(sizeBytes: number): StructureNode {
  return {
    id: 'header',
    name: 'NumPy header',
    explanation: 'Magic, version, and a Python dictionary with dtype, order and shape.',
    offsetBytes: 0,
    sizeBytes,
    region: 'header',
    childCount: 0,
  };
}

function memberNode({ name, sizeBytes, array, problem }: MemberFacts, index: number): StructureNode {
  return {
    id: `member/${index}`,
    name,
    ...(array && { value: arrayText(array), member: name }),
    note: `${sizeBytes} B`,
    region: 'payload',
    childCount: 0,
    ...(problem !== undefined && { problem }),
  };
}
