import { describe, expect, test } from 'vitest';
import { bitShuffled, byteShuffled } from '../../../electron/inspect/streams/shuffled.js';
import { fixturePath, manifest, readFixture } from '../../fixtures.js';
import { inspect } from './inspectors.js';

describe('blocks', () => {
  test('a block is its plain bytes, or shuffled the bytes that the codec got', async () => {
    const { bytes } = await inspect(fixturePath('golden', 'codec_lz4.blp'));
    const plain = await bytes('inspect.block', { chunkIndex: 1, blockIndex: 0, shuffled: false });
    const original = Buffer.from(readFixture('plain', 'walk_f4.dat'));
    expect(plain.equals(original.subarray(16384, 16384 + plain.byteLength))).toBe(true);
    const shuffled = await bytes('inspect.block', { chunkIndex: 1, blockIndex: 0, shuffled: true });
    expect(shuffled.equals(byteShuffled(plain, 4))).toBe(true);
    expect([shuffled[0], shuffled[1], shuffled[2]]).toEqual([plain[0], plain[4], plain[8]]);
  });

  test('a bit shuffle groups bits of equal position and keeps items that do not fill bytes', () => {
    const plain = Uint8Array.of(1, 0, 1, 0, 0, 0, 0, 1, 0xff, 0xee);
    expect([...bitShuffled(plain, 1)]).toEqual([0b1000_0101, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xee]);
  });

  test('planes have the entropy of each byte and bit of an item', async () => {
    const { ask } = await inspect(fixturePath('golden', 'defaults.blp'));
    const planes = await ask('inspect.planes', { chunkIndex: 0, blockIndex: 0 });
    expect(planes.planeEntropies).toHaveLength(8);
    expect(planes.bitEntropies).toHaveLength(64);
    for (const entropy of planes.planeEntropies) expect(entropy).toBeLessThanOrEqual(8);
    expect(planes.reading).toMatch(/\.$/);
    await expect(ask('inspect.planes', { chunkIndex: 0, blockIndex: 99 })).rejects.toMatchObject({ kind: 'argument' });
  });

  test.each(['zeros_f8', 'arange_i8'])('chunks export to the bytes of %s', async (plain) => {
    const facts = manifest.golden.find((golden) => golden.plain?.includes(plain) && (golden.chunks?.length ?? 0) > 1);
    const { bytes, ask } = await inspect(fixturePath(facts?.file ?? ''));
    const { plainRange } = await ask('inspect.chunk', { chunkIndex: 1 });
    const exported = await bytes('inspect.export', { export: { what: 'chunk', chunkIndex: 1, as: 'plain' } });
    expect(exported.equals(Buffer.from(readFixture('plain', `${plain}.dat`)).subarray(...plainRange))).toBe(true);
  });

  test('the chunk table is exported in the shown order', async () => {
    const { bytes, ask } = await inspect(fixturePath('golden', 'append_other_codec.blp'));
    const order = { orderBy: 'ratio', descending: true } as const;
    const text = (await bytes('inspect.export', { export: { what: 'chunk-table', ...order } })).toString();
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toBe('chunk,offset,stored_bytes,plain_bytes,ratio,codec,filter,digest,check,problem');
    const { rows } = await ask('inspect.chunks', { start: 0, count: 100, ...order });
    expect(lines.slice(1).map((line) => Number(line.split(',')[0]))).toEqual(rows.map(({ chunkIndex }) => chunkIndex));
    const ratios = rows.map(({ ratio }) => ratio);
    expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
  });
});
