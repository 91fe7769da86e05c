import { describe, expect, it } from 'vitest';
import type { Client } from '../../../../../renderer/data/client.js';
import { FieldStore } from '../../../../../renderer/features/inspector/bytes/hex/field-store.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';

const node = (id: string, region: StructureNode['region'], offsetBytes: number, sizeBytes: number, childCount = 0) => ({
  id,
  name: id.replace('chunk/', 'Chunk '),
  region,
  offsetBytes,
  sizeBytes,
  childCount,
});

/** A header of 32 bytes, and ten chunks of 100: their header of 16, and a block. */
function opened() {
  const asked: string[] = [];
  const host = { fails: false };
  const chunk = (index: number) => node(`chunk/${index}`, 'chunk-header', 32 + index * 100, 100, 2);
  const nodesOf = (id: string | undefined): readonly StructureNode[] => {
    if (id === undefined) return [node('header', 'header', 0, 32, 2), node('chunks', 'payload', 32, 1000, 10)];
    if (id === 'header') return [node('magic', 'header', 0, 4), node('rest', 'header', 4, 28)];
    const [, index, part] = id.split('/');
    const start = 32 + Number(index) * 100;
    if (part === 'header') return [node(`${id}/version`, 'chunk-header', start, 16)];
    return [node(`${id}/header`, 'chunk-header', start, 16), node(`${id}/block/0`, 'payload', start + 16, 84)];
  };
  const call = async (name: string, request: { node?: string; offsetBytes?: number }) => {
    asked.push(`${name} ${request.node ?? request.offsetBytes ?? ''}`.trim());
    if (name === 'inspect.children') return { total: nodesOf(request.node).length, nodes: nodesOf(request.node) };
    if (host.fails) throw new Error('the chunk cannot be read');
    const index = Math.floor(((request.offsetBytes ?? 0) - 32) / 100);
    return { trail: [node('chunks', 'payload', 32, 1000), chunk(index)], chunkIndex: index };
  };
  // Only calls are used of it.
  return { store: new FieldStore({ call } as unknown as Client, 'd-1'), asked, host };
}

const located = (asked: readonly string[]) => asked.filter((call) => call.startsWith('inspect.locate'));

describe('the fields in view', () => {
  it('are known before the chunks first, and of chunks as they come into view', async () => {
    const { store } = opened();
    store.want([]);
    await expect.poll(() => store.sections.length).toBe(2);
    expect(store.fieldAt(2)).toMatchObject({ name: 'magic', of: 'header' });
    expect(store.fieldAt(240)).toMatchObject({ name: 'chunks' });
    const before = store.stamp(224, 240);
    store.want([{ start: 200, end: 300 }]);
    await expect
      .poll(() => store.fieldAt(240))
      .toMatchObject({ name: 'Chunk 2/header/version', of: 'chunk 2', start: 232, end: 248 });
    expect(store.fieldAt(150)).toMatchObject({ region: 'payload' });
    expect(store.stamp(224, 240)).not.toBe(before);
    expect(store.fieldAt(5000)).toBeUndefined();
  });

  it('are loaded once', async () => {
    const { store, asked } = opened();
    store.want([{ start: 32, end: 232 }]);
    await expect.poll(() => store.fieldAt(150)).toMatchObject({ of: 'chunk 1' });
    store.want([{ start: 40, end: 200 }]);
    store.want([{ start: 300, end: 310 }]);
    await expect.poll(() => store.fieldAt(305)).toMatchObject({ of: 'chunk 2' });
    expect(located(asked)).toEqual(['inspect.locate 32', 'inspect.locate 132', 'inspect.locate 300']);
  });

  it('of chunks that cannot be read are those of all chunks, and loaded again only when they are wanted again', async () => {
    const { store, asked, host } = opened();
    host.fails = true;
    store.want([{ start: 32, end: 400 }]);
    await expect.poll(() => located(asked)).toEqual(['inspect.locate 32', 'inspect.locate 288']);
    expect(store.fieldAt(100)).toMatchObject({ name: 'chunks' });
    host.fails = false;
    store.want([{ start: 32, end: 200 }]);
    await expect.poll(() => store.fieldAt(150)).toMatchObject({ of: 'chunk 1' });
    expect(store.fieldAt(100)).toMatchObject({ of: 'chunk 0' });
    expect(located(asked)).toEqual([
      'inspect.locate 32',
      'inspect.locate 288',
      'inspect.locate 32',
      'inspect.locate 132',
    ]);
  });
});
