import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { append } from '../../../../../electron/engine/in-place/append/append.js';
import { packBytesToFile } from '../../../../../electron/engine/pack/convenience.js';
import { bytesSource } from '../../../../../electron/engine/pack/plain/plain-bytes.js';
import type { PlainSource } from '../../../../../electron/engine/pack/plain/plain-source.js';
import { noise, ramp } from '../../../../native/samples.js';
import { contentOf, expectAlone, expectUntouched, packedFile } from './containers.js';

const base = ramp(100_000);
const more = noise(100_000);

const layouts = [
  ['with offsets', {}],
  ['without offsets', { bloscpack: { offsets: false } }],
  ['with metadata', { metadata: { some: 'metadata' } }],
  ['growing', { bloscpack: { maxAppChunks: 0 } }],
  ['whose last chunk is full', { chunkSize: 10_000 }],
] as const;

/** Some pieces, then something happens. */
async function* piecesThen(happens: () => void): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < more.byteLength; at += 5000) {
    if (at === 60_000) happens();
    yield more.subarray(at, at + 5000);
  }
}

describe.each(layouts)('an append to a container %s', (_, options) => {
  const packedBase = () => packedFile(base, { chunkSize: 16_384, ...options });

  test('that is cancelled leaves the same file', async () => {
    const path = await packedBase();
    const { signal, abort } = cancellation();
    const attempt = () => append(path, piecesThen(abort), { signal, grow: true, nthreads: 1 });
    await expectUntouched(path, attempt, { kind: 'cancelled' });
  });

  test('that is cancelled before it starts leaves the same file', async () => {
    const path = await packedBase();
    const attempt = () => append(path, [more], { signal: AbortSignal.abort(), grow: true });
    await expectUntouched(path, attempt, { kind: 'cancelled' });
  });

  test('whose source fails leaves the same file', async () => {
    const path = await packedBase();
    const fail = () => {
      throw new RangeError('the source is broken');
    };
    const attempt = () => append(path, piecesThen(fail), { grow: true });
    await expectUntouched(path, attempt, { message: 'the source is broken' });
  });

  test.each([30_000, 150_000])(
    'whose source announces %i bytes and gives others leaves the very same file',
    async (sizeBytes) => {
      const path = await packedBase();
      const liar: PlainSource = { ...bytesSource(more, 'liar'), sizeBytes };
      const failure = { kind: 'format', message: `'liar' gave 100000 bytes instead of ${sizeBytes}` };
      await expectUntouched(path, () => append(path, liar, { grow: true }), failure);
    },
  );
});

describe('a container that is removed or replaced during an append', () => {
  test('is reported when it was removed', async () => {
    const path = await packedFile(base, { chunkSize: 16_384 });
    await expect(
      append(
        path,
        piecesThen(() => rmSync(path)),
      ),
    ).rejects.toMatchObject({
      kind: 'io',
      code: 'ESTALE',
      message: expect.stringContaining('was removed or replaced'),
    });
  });

  test('is reported when it was replaced, and the new one is not changed', async () => {
    const path = await packedFile(base, { chunkSize: 16_384 });
    const other = join(path, '..', 'other.blp');
    await packBytesToFile(more, other);
    const failure = { kind: 'io', code: 'ESTALE' };
    await expect(
      append(
        path,
        piecesThen(() => renameSync(other, path)),
      ),
    ).rejects.toMatchObject(failure);
    expect(await contentOf(path)).toEqual(more);
    expectAlone(path);
  });
});

test('a source is closed in every case', async () => {
  let closed = 0;
  const source = { ...bytesSource(more), close: async () => void closed++ };
  const path = await packedFile(base);
  await append(path, source);
  await expect(append(join(path, 'nowhere'), source)).rejects.toMatchObject({ kind: 'io' });
  expect(closed).toBe(2);
});

function cancellation(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
