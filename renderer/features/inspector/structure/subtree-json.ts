import type { StructureNode } from '../../../../shared/contract/inspect/structure.js';
import type { Client } from '../../../data/client.js';

/** Larger subtrees are not copied: the export of the structure streams them to a file. */
const MAX_NODES = 2000;
const PAGE_NODES = 500;

interface SubtreeNode {
  readonly name: string;
  readonly note?: string | undefined;
  readonly value?: string | undefined;
  readonly offset?: number | undefined;
  readonly size_bytes?: number | undefined;
  readonly type?: string | undefined;
  readonly problem?: string | undefined;
  readonly children?: readonly SubtreeNode[];
}

/** A node and all below it as JSON, with the keys of the exported structure; undefined when there are too many nodes to copy. */
export async function subtreeJson(client: Client, document: string, node: StructureNode): Promise<string | undefined> {
  let count = 0;
  const below = async (parent: StructureNode): Promise<SubtreeNode | undefined> => {
    if (parent.childCount === 0) return plain(parent);
    const children: SubtreeNode[] = [];
    for (let start = 0; start < parent.childCount; start += PAGE_NODES) {
      const page = await client.call('inspect.children', { document, node: parent.id, start, count: PAGE_NODES });
      count += page.nodes.length;
      if (count > MAX_NODES || page.total > MAX_NODES) return undefined;
      for (const child of page.nodes) {
        const subtree = await below(child);
        if (!subtree) return undefined;
        children.push(subtree);
      }
    }
    return { ...plain(parent), children };
  };
  const tree = await below(node);
  return tree && JSON.stringify(tree, undefined, 2);
}

function plain({ name, note, value, offsetBytes, sizeBytes, type, problem }: StructureNode): SubtreeNode {
  return { name, note, value, offset: offsetBytes, size_bytes: sizeBytes, type, problem };
}
