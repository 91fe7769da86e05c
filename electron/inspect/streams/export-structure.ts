import type { StructureNode } from '../../../shared/contract/inspect/structure.js';
import { throwIfCancelled } from '../../engine/operation.js';
import type { DocumentExport } from '../inspect-service.js';
import { StructureTree } from '../structure/structure-tree.js';

const PAGE_NODES = 500;

/** The whole structure as JSON, nested as the tree is: everything but the single blocks of chunks. */
export const exportStructure: DocumentExport<'structure'> = async (document, _request, signal) => {
  const tree = new StructureTree(document);
  async function* nodes(parent: string | undefined, indent: string): AsyncGenerator<string> {
    let separator = '';
    for (let start = 0; ; start += PAGE_NODES) {
      throwIfCancelled(signal);
      const page = await tree.children(parent, start, PAGE_NODES);
      for (const node of page.nodes) {
        yield `${separator}\n${indent}${plain(node)}`;
        separator = ',';
        if (node.childCount > 0 && node.chunkIndex === undefined) {
          yield `, "children": [`;
          yield* nodes(node.id, `${indent}  `);
          yield `\n${indent}]`;
        }
        yield '}';
      }
      if (start + PAGE_NODES >= page.total) return;
    }
  }
  async function* body(): AsyncGenerator<Uint8Array> {
    const { name, sizeBytes } = document.overview.file;
    yield Buffer.from(`{"file": ${JSON.stringify(name)}, "size_bytes": ${sizeBytes}, "structure": [`);
    for await (const text of inPieces(nodes(undefined, '  '))) yield Buffer.from(text);
    yield Buffer.from('\n]}\n');
  }
  return {
    headers: {},
    contentType: 'application/json',
    fileName: `${document.overview.file.name}.structure.json`,
    body: body(),
  };
};

/** A node as the beginning of an object. */
function plain({ name, note, value, offsetBytes, sizeBytes, type, problem }: StructureNode): string {
  return JSON.stringify({
    name,
    note,
    value,
    offset: offsetBytes,
    size_bytes: sizeBytes,
    type,
    problem,
  }).slice(0, -1);
}

const PIECE_CHARACTERS = 2 ** 16;

async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let gathered = '';
  for await (const text of texts) {
    gathered += text;
    if (gathered.length < PIECE_CHARACTERS) continue;
    yield gathered;
    gathered = '';
  }
  yield gathered;
}
