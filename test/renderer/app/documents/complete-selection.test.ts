import { describe, expect, it } from 'vitest';
import { completeSelection, seedOf } from '../../../../renderer/app/documents/complete-selection.js';
import type { CallName } from '../../../../shared/contract/calls.js';
import type { StructureNode } from '../../../../shared/contract/inspect/structure.js';
import { answering } from '../../features/inspector/model/answering-client.js';

const node = (id: string, changes: Partial<StructureNode> = {}): StructureNode => ({
  id,
  name: id,
  region: 'payload',
  childCount: 0,
  ...changes,
});
const trail = [
  node('chunks'),
  node('chunk/7', { chunkIndex: 7 }),
  node('chunk/7/header'),
  node('chunk/7/header/flags'),
];
const chunk = {
  row: { chunkIndex: 7, offsetBytes: 1000, storedBytes: 400 },
  blocks: [
    { blockIndex: 0, start: 24, storedBytes: 100 },
    { blockIndex: 1, start: 124, storedBytes: 276 },
  ],
};
const answers: Partial<Record<CallName, unknown>> = {
  'inspect.cell': { chunkIndex: 7, blockIndex: 1 },
  'inspect.chunk': chunk,
  'inspect.locate': { trail, chunkIndex: 7, blockIndex: 0 },
};
const complete = (change: Parameters<typeof completeSelection>[2], changed: typeof answers = {}) =>
  completeSelection(answering({ ...answers, ...changed }).client, 'document', change);

describe('completeSelection', () => {
  it('adds bytes and node to a chunk, and no block', async () => {
    const { selection, trail: found } = await complete({ chunkIndex: 7 });
    expect(selection).toEqual({ chunkIndex: 7, bytes: { start: 1000, end: 1400 }, node: 'chunk/7' });
    expect(found.map(({ id }) => id)).toEqual(['chunks', 'chunk/7']);
  });

  it('adds the bytes of a block', async () => {
    const { selection } = await complete(
      { chunkIndex: 7, blockIndex: 1 },
      { 'inspect.locate': { trail, chunkIndex: 7 } },
    );
    expect(selection).toMatchObject({ blockIndex: 1, bytes: { start: 1124, end: 1400 }, node: 'chunk/7/block/1' });
  });

  it('adds the innermost node, the chunk and the block around bytes', async () => {
    const { selection, trail: found } = await complete({ bytes: { start: 1002, end: 1003 } });
    expect(selection).toEqual({
      bytes: { start: 1002, end: 1003 },
      node: 'chunk/7/header/flags',
      chunkIndex: 7,
      blockIndex: 0,
    });
    expect(found).toHaveLength(4);
  });

  it('adds the chunk and the block of a cell', async () => {
    const cell = { index: [12, 5] };
    expect((await complete({ cell })).selection).toMatchObject({
      cell,
      chunkIndex: 7,
      bytes: { start: 1124, end: 1400 },
    });
  });

  it('returns a cell of a file without chunks unchanged', async () => {
    const cell = { index: [12, 5] };
    expect(await complete({ cell }, { 'inspect.cell': {} })).toEqual({ selection: { cell }, trail: [] });
  });

  it('leaves out the bytes of a chunk of unknown size', async () => {
    const { selection } = await complete(
      { chunkIndex: 7 },
      { 'inspect.chunk': { row: { chunkIndex: 7, offsetBytes: -1, storedBytes: 0 }, blocks: [] } },
    );
    expect(selection).toEqual({ chunkIndex: 7, node: 'chunk/7' });
  });

  it('rejects with the error of the host', async () => {
    await expect(completeSelection(answering({}).client, 'document', { chunkIndex: 7 })).rejects.toThrow(
      'inspect.chunk',
    );
  });
});

describe('seedOf', () => {
  it('keeps the part that the user chose and leaves out the rest', () => {
    const bytes = { start: 1000, end: 1400 };
    expect(seedOf({ chunkIndex: 7, bytes, node: 'chunk/7' })).toEqual({ chunkIndex: 7 });
    expect(seedOf({ cell: { index: [3] }, chunkIndex: 7, bytes })).toEqual({ cell: { index: [3] } });
    expect(seedOf({ bytes, node: 'header' })).toEqual({ bytes });
    expect(seedOf({})).toEqual({});
  });
});
