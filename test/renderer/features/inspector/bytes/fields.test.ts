import { describe, expect, it } from 'vitest';
import {
  chunkSpans,
  fieldOf,
  spanAt,
  spansOf,
} from '../../../../../renderer/features/inspector/bytes/hex/field-spans.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';

type Node = Partial<StructureNode> & Pick<StructureNode, 'id' | 'name' | 'region'>;
const node = (made: Node): StructureNode => ({ childCount: 0, ...made });

describe('fields of a header', () => {
  const spans = spansOf(
    [
      node({ id: 'header/magic', name: 'magic', region: 'header', offsetBytes: 0, sizeBytes: 4 }),
      node({ id: 'header/format_version', name: 'format_version', region: 'header', offsetBytes: 4, sizeBytes: 1 }),
      node({ id: 'metadata/0', name: 'dtype', region: 'metadata' }),
    ],
    'Bloscpack header',
  );

  it('are found by their bytes and alternate in shade', () => {
    expect(spanAt(spans, 3)).toMatchObject({ name: 'magic', of: 'Bloscpack header', shade: 0 });
    expect(spanAt(spans, 4)).toMatchObject({ name: 'format_version', shade: 1 });
    expect(spanAt(spans, 5)).toBeUndefined();
  });

  it('leave out what has no offset', () => {
    expect(spans).toHaveLength(2);
  });
});

describe('tables of offsets and block starts', () => {
  it('have a field an item', () => {
    const [offsets] = spansOf([
      node({ id: 'offsets', name: 'Offsets', region: 'offsets', offsetBytes: 768, sizeBytes: 80 }),
    ]);
    if (!offsets) throw new Error('offsets have a place');
    expect(fieldOf(offsets, 777)).toEqual({
      start: 776,
      end: 784,
      region: 'offsets',
      shade: 1,
      name: 'offset of chunk 1',
      of: 'Offsets',
    });
    expect(fieldOf(offsets, 784)).toMatchObject({ name: 'offset of chunk 2', shade: 0 });
  });
});

describe('fields of a chunk', () => {
  const chunk = node({ id: 'chunk/7', name: 'Chunk 7', region: 'chunk-header', offsetBytes: 1000, sizeBytes: 100 });
  const header = [
    node({ id: 'chunk/7/header/version', name: 'version', region: 'chunk-header', offsetBytes: 1000, sizeBytes: 1 }),
  ];
  const part = (id: string, region: StructureNode['region'], offsetBytes: number, sizeBytes: number) =>
    node({ id: `chunk/7/${id}`, name: id, region, offsetBytes, sizeBytes });

  it('are in the order of the file, whatever the order of the blocks, and cover all of it', () => {
    const parts = [
      part('header', 'chunk-header', 1000, 16),
      part('starts', 'block-starts', 1016, 8),
      part('block/0', 'payload', 1060, 36),
      part('block/1', 'payload', 1024, 36),
      part('checksum', 'chunk-checksum', 1096, 4),
    ];
    const spans = chunkSpans(chunk, header, parts);
    expect(spans.map(({ name }) => name)).toEqual(['version', 'chunk 7', 'starts', 'block/1', 'block/0', 'checksum']);
    for (const [index, span] of spans.entries()) expect(span.start).toBe(spans[index - 1]?.end ?? 1000);
    expect(spans.at(-1)?.end).toBe(1100);
  });

  it('give overlapping blocks of a damaged chunk to the first one', () => {
    const parts = [part('block/0', 'payload', 1010, 50), part('block/1', 'payload', 1030, 900)];
    const spans = chunkSpans(chunk, [], parts);
    expect(spans.map(({ start, end }) => [start, end])).toEqual([
      [1000, 1010],
      [1010, 1060],
      [1060, 1100],
    ]);
  });

  it('are the chunk as a whole when nothing is known of it', () => {
    expect(chunkSpans(chunk, [], [])).toMatchObject([{ start: 1000, end: 1100, name: 'chunk 7' }]);
  });
});
