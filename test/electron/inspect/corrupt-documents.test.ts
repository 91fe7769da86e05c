import { describe, expect, test } from 'vitest';
import { caseCount } from '../../cases.js';
import { fixturePath, manifest } from '../../fixtures.js';
import { inspect } from './inspectors.js';

/** Damage that cannot be detected: there is no checksum, and the bytes decompress. */
const UNDETECTABLE = ['nochecksum_flip_body'];

describe.each(manifest.corrupt)('$name', ({ name, file }) => {
  test('opens with its problems and as much structure as parses', async () => {
    const { overview, ask } = await inspect(fixturePath(file));
    const { nodes } = await ask('inspect.children', { start: 0, count: 100 });
    expect(overview.file.name).toMatch(/\.blp$/);
    if (overview.file.sizeBytes > 3) expect(nodes.length).toBeGreaterThan(0);
    if (!UNDETECTABLE.includes(name)) expect(overview.problems).not.toHaveLength(0);
    for (const problem of overview.problems) {
      expect(problem.message).toMatch(/^[A-Z0-9].*\.$/s);
      expect(problem.error?.kind).not.toBe('internal');
    }
  });

  test('handles every call about it, or returns a reason', async () => {
    const { ask, bytes, overview } = await inspect(fixturePath(file));
    const top = await ask('inspect.children', { start: 0, count: 100 });
    for (const node of top.nodes) {
      const below = await ask('inspect.children', { node: node.id, start: 0, count: 100 });
      for (const child of below.nodes) await ask('inspect.children', { node: child.id, start: 0, count: 100 });
    }
    for (let at = 0; at < overview.file.sizeBytes; at += caseCount(211, 13))
      await ask('inspect.locate', { offsetBytes: at });
    expect((await bytes('inspect.bytes', { startByte: 0, endByte: 16 })).byteLength).toBeLessThanOrEqual(16);
    const page = ask('inspect.chunks', { start: 0, count: 100, orderBy: 'ratio', descending: true });
    const { rows } = await page.catch((error: { kind: string }) => {
      expect(error.kind).toBe('format');
      return { rows: [] };
    });
    for (const { chunkIndex } of rows) await ask('inspect.chunk', { chunkIndex });
    if (rows.length > 0) expect((await ask('inspect.summary', {})).chunks).toBeGreaterThan(0);
  });
});
