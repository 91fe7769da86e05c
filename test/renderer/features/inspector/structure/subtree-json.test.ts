import { describe, expect, it } from 'vitest';
import { subtreeJson } from '../../../../../renderer/features/inspector/structure/subtree-json.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import { answering } from '../model/answering-client.js';

const node = (id: string, childCount = 0): StructureNode => ({
  id,
  name: id,
  value: '1',
  offsetBytes: 8,
  sizeBytes: 4,
  type: 'i32',
  region: 'header',
  childCount,
});

/** A node of which each of the first two levels has so many children. */
function tree(children: number) {
  const below = (id: string) => Array.from({ length: children }, (_, at) => node(`${id}/${at}`));
  return answering({
    'inspect.children': ({ node: id, start, count }: { node: string; start: number; count: number }) => ({
      total: children,
      nodes: below(id).slice(start, start + count),
    }),
  }).client;
}

describe('subtreeJson', () => {
  it('writes a node and what is below it with the keys of the exported structure', async () => {
    const json = await subtreeJson(tree(2), 'document', node('header', 2));
    const leaf = { value: '1', offset: 8, size_bytes: 4, type: 'i32' };
    expect(JSON.parse(json ?? '')).toEqual({
      name: 'header',
      ...leaf,
      children: [
        { name: 'header/0', ...leaf },
        { name: 'header/1', ...leaf },
      ],
    });
  });

  it('loads the children in pages', async () => {
    const json = await subtreeJson(tree(1200), 'document', node('offsets', 1200));
    expect(JSON.parse(json ?? '').children).toHaveLength(1200);
  });

  it('returns undefined when there are too many to copy', async () => {
    expect(await subtreeJson(tree(2001), 'document', node('chunks', 2001))).toBeUndefined();
  });
});
