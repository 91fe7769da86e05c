import { describe, expect, it } from 'vitest';
import { compressAsync, decompressAsync, MAX_OVERHEAD } from '../../native/index.js';
import { chunkOf, codecs, defaults, ramp } from './samples.js';

const plain = ramp(50_000);

describe('off the JavaScript thread', () => {
  it.each(codecs)('compresses and decompresses %s as the synchronous forms do', async (codec) => {
    const target = new Uint8Array(plain.length + MAX_OVERHEAD);
    const ctbytes = await compressAsync(plain, target, { ...defaults, codec });
    const chunk = target.subarray(0, ctbytes);
    expect(Buffer.compare(chunk, chunkOf(plain, { codec }))).toBe(0);
    const back = new Uint8Array(plain.length);
    await expect(decompressAsync(chunk, back)).resolves.toBe(plain.length);
    expect(Buffer.compare(back, plain)).toBe(0);
  });

  it('runs many calls at once while their buffers are held by nothing else', async () => {
    const calls = Array.from({ length: 64 }, (_, i) => {
      const target = new Uint8Array(1000 + i + MAX_OVERHEAD);
      return compressAsync(ramp(1000 + i), target, defaults).then((ctbytes) => target.slice(0, ctbytes));
    });
    for (const [i, chunk] of (await Promise.all(calls)).entries()) {
      expect(Buffer.compare(chunk, chunkOf(ramp(1000 + i)))).toBe(0);
    }
  });
});
