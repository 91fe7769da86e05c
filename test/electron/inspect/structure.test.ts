import { describe, expect, test } from 'vitest';
import type { StructureNode } from '../../../shared/contract/inspect/structure.js';
import { caseCount } from '../../cases.js';
import { fixturePath, manifest, readFixture } from '../../fixtures.js';
import { type Inspected, inspect } from './inspectors.js';

async function below({ ask }: Inspected, node?: string): Promise<readonly StructureNode[]> {
  return (await ask('inspect.children', { ...(node !== undefined && { node }), start: 0, count: 1000 })).nodes;
}

/** Every node of the tree. */
async function allNodes(inspected: Inspected, node?: string): Promise<readonly StructureNode[]> {
  const nodes = await below(inspected, node);
  const deeper = await Promise.all(nodes.map(({ id, childCount }) => (childCount > 0 ? allNodes(inspected, id) : [])));
  return [...nodes, ...deeper.flat()];
}

const inTurn = manifest.golden.filter(({ chunks }) => chunks !== undefined && chunks.length <= 5);

describe('the structure tree', () => {
  test('lists the sections of the file in order', async () => {
    const inspected = await inspect(fixturePath('golden', 'ndarray_f8.blp'));
    const top = await below(inspected);
    expect(top.map(({ id }) => id)).toEqual([
      'header',
      'metadata-header',
      'metadata',
      'metadata-reserve',
      'metadata-checksum',
      'offsets',
      'offsets-reserve',
      'chunks',
    ]);
    const header = await below(inspected, 'header');
    expect(header.map(({ name, value, type }) => [name, value, type])).toEqual([
      ['magic', 'blpk', 'char'],
      ['format_version', '3', 'u8'],
      ['options', '0x03', 'bits'],
      ['checksum', '1, adler32', 'u8'],
      ['typesize', '8', 'u8'],
      ['chunk_size', '800', 'i32'],
      ['last_chunk', '800', 'i32'],
      ['nchunks', '3', 'i64'],
      ['max_app_chunks', '30', 'i64'],
    ]);
    const metadata = await below(inspected, 'metadata');
    expect(metadata.map(({ name, value }) => [name, value])).toContainEqual(['shape', '[300]']);
  });

  test.each(inTurn)('of $name covers every byte once, and its bytes are located in it', async ({ file }) => {
    const inspected = await inspect(fixturePath(file));
    const nodes = await allNodes(inspected);
    const sizeBytes = readFixture(file).byteLength;
    const covered = new Uint8Array(sizeBytes);
    const leaves = nodes.filter(({ childCount, type }) => childCount === 0 && !/^bits? \d/.test(type ?? ''));
    const flags = nodes.filter(({ name, childCount }) => childCount > 0 && (name === 'options' || name === 'flags'));
    // Metadata members have no place, because they may be compressed.
    const metadata = nodes.filter(({ id, childCount }) => id === 'metadata' && childCount > 0);
    for (const { offsetBytes = 0, sizeBytes: length = 0 } of [...leaves, ...flags, ...metadata]) {
      for (let at = offsetBytes; at < offsetBytes + length; at++) covered[at] = (covered[at] ?? 0) + 1;
    }
    expect(covered.findIndex((times) => times !== 1)).toBe(-1);
    // A prime number, so that every kind of place occurs.
    for (let at = 0; at < sizeBytes; at += caseCount(199, 7)) {
      const { trail } = await inspected.ask('inspect.locate', { offsetBytes: at });
      const last = trail.at(-1);
      const start = last?.offsetBytes ?? -1;
      expect(start <= at && at < start + (last?.sizeBytes ?? 0), `byte ${at} in ${last?.id}`).toBe(true);
    }
  });

  test('shows how many chunks pass a filter', async () => {
    const { ask } = await inspect(fixturePath('golden', 'append_twice.blp'));
    const { nodes } = await ask('inspect.children', { start: 0, count: 10, filter: 'index < 4' });
    expect(nodes.find(({ id }) => id === 'chunks')).toMatchObject({ note: '4 of 13', childCount: 4 });
  });

  test('marks the wrong fields of a damaged header and shows the others', async () => {
    const inspected = await inspect(fixturePath('corrupt', 'reserved_option_bit.blp'));
    const header = await below(inspected, 'header');
    expect(header.filter(({ problem }) => problem !== undefined)).toMatchObject([
      { name: 'options', problem: 'reserved bits are set' },
    ]);
    expect(await below(inspected, 'chunks')).not.toHaveLength(0);
  });
});
