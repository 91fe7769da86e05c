import { describe, expect, test } from 'vitest';
import { fixturePath, readFixture } from '../../fixtures.js';
import { inspect } from './inspectors.js';
import { scratchFile } from './scratch.js';

async function matching(filter: string): Promise<{ chunks: number[]; problem: string | undefined }> {
  const { ask } = await inspect(fixturePath('golden', 'append_other_codec.blp'));
  const page = await ask('inspect.chunks', { start: 0, count: 500, orderBy: 'index', descending: false, filter });
  return { chunks: page.rows.map(({ chunkIndex }) => chunkIndex), problem: page.filterProblem };
}

describe('chunk filters', () => {
  test('compare numbers, join comparisons, and test headers', async () => {
    expect((await matching('index >= 7')).chunks).toEqual([7, 8]);
    expect((await matching('index > 1 and index <= 3')).chunks).toEqual([2, 3]);
    expect((await matching('size > 1 MiB')).chunks).toEqual([]);
    const copies = (await matching('flags has memcpy')).chunks;
    expect(copies.length).toBeGreaterThan(0);
    expect((await matching('ratio < 1')).chunks).toEqual(copies);
    expect((await matching('codec is stored')).chunks).toEqual(copies);
    expect((await matching('codec is lz4')).chunks.length + copies.length).toBeLessThan(9);
    expect((await matching('check is match')).chunks).toHaveLength(9);
    expect((await matching('blosclz')).chunks).toEqual((await matching('codec is blosclz')).chunks);
    expect((await matching('8')).chunks).toEqual([8]);
  });

  test('if invalid are explained, and all chunks are shown', async () => {
    expect(await matching('level < 3')).toMatchObject({
      problem: expect.stringContaining("'level' cannot be compared"),
    });
    expect((await matching('ratio < much')).problem).toBe("'much' is no number; write one such as 1.2 or 1 MiB");
    expect((await matching('flags has wings')).chunks).toHaveLength(9);
  });

  test('apply to the chunks of the tree too', async () => {
    const { ask } = await inspect(scratchFile('x.blp', readFixture('golden', 'append_other_codec.blp')));
    const page = await ask('inspect.children', { node: 'chunks', start: 0, count: 10, filter: 'index >= 7' });
    expect(page).toMatchObject({ total: 2, nodes: [{ id: 'chunk/7' }, { id: 'chunk/8' }] });
    const wrong = await ask('inspect.children', { node: 'chunks', start: 0, count: 10, filter: 'index >= much' });
    expect(wrong).toMatchObject({ total: 9, filterProblem: expect.any(String) });
  });
});
