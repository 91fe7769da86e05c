import { describe, expect, it } from 'vitest';
import { decompress, getitem, validateChunk } from '../../native/index.js';
import { NativeError } from '../../native/native-error.js';
import { expectNativeError } from './expect-native-error.js';
import { chunkOf, chunkOfOneBlock, codecs, noise, ramp, shuffles } from './samples.js';

const plain = ramp(3000);
/** Three blocks, the last one short. */
const chunk = chunkOf(plain, { codec: 'zstd', typesize: 4, blocksize: 1024 });

function patched(offset: number, ...bytes: readonly number[]): Uint8Array {
  const copy = chunk.slice();
  copy.set(bytes, offset);
  return copy;
}

function u32(value: number): readonly number[] {
  return [...new Uint8Array(Uint32Array.of(value).buffer)];
}

describe('validateChunk', () => {
  it('reports the header', () => {
    expect(validateChunk(chunk)).toEqual({
      nbytes: 3000,
      blocksize: 1024,
      ctbytes: chunk.length,
      typesize: 4,
      flags: chunk[2],
    });
  });

  it('allows bytes after the chunk', () => {
    const longer = new Uint8Array(chunk.length + 50);
    longer.set(chunk);
    expect(validateChunk(longer).ctbytes).toBe(chunk.length);
    expect(decompress(longer, new Uint8Array(3000))).toBe(3000);
  });

  const streamOfBlock0 = new DataView(chunk.buffer).getUint32(16, true);
  it.each([
    ['is shorter than a header', chunk.subarray(0, 15)],
    ['ends before its compressed size', chunk.subarray(0, chunk.length - 1)],
    ['has another format version', patched(0, 1)],
    ['has another codec version', patched(1, 2)],
    ['has the reserved flag', patched(2, (chunk[2] ?? 0) | 0x08)],
    ['names an unknown codec', patched(2, (chunk[2] ?? 0) | 0xe0)],
    ['has typesize 0', patched(3, 0)],
    ['claims more plain bytes than Blosc allows', patched(4, ...u32(0x7ffffff0))],
    ['claims a plain size with room for too few block starts', patched(4, ...u32(0x7fffff00))],
    ['has blocksize 0', patched(8, ...u32(0))],
    ['has a negative blocksize', patched(8, ...u32(0xffffffff))],
    ['has a block larger than its plain bytes', patched(8, ...u32(3001))],
    ['claims fewer compressed bytes than a header', patched(12, ...u32(15))],
    ['claims 2 GiB compressed', patched(12, ...u32(0x7fffffff))],
    ['claims a negative compressed size', patched(12, ...u32(0xffffffff))],
    ['is a pure copy of another size', patched(2, (chunk[2] ?? 0) | 0x02)],
    ['has a block that starts in the header', patched(16, ...u32(0))],
    ['has a block that starts in the block starts', patched(16, ...u32(27))],
    ['has a block that starts at its end', patched(20, ...u32(chunk.length))],
    ['has a block that starts past its end', patched(20, ...u32(0xfffffff0))],
    ['has an empty stream', patched(streamOfBlock0, ...u32(0))],
    ['has a stream past its end', patched(streamOfBlock0, ...u32(chunk.length))],
    ['has a stream of negative length', patched(streamOfBlock0, ...u32(0xffffffff))],
  ])('rejects a chunk that %s', async (_, hostile) => {
    const error = await expectNativeError('bad-chunk', () => validateChunk(hostile));
    expect(error.message).toMatch(/^Expected .+ but found -?\d+$/);
    await expectNativeError('bad-chunk', () => decompress(hostile, new Uint8Array(1 << 16)));
    await expectNativeError('bad-chunk', () => getitem(hostile, 0, 1, new Uint8Array(255)));
  });

  it('rejects a split block whose size is not a multiple of the typesize: some of its bytes would not be written', async () => {
    const split = chunkOf(ramp(2048), { codec: 'blosclz', typesize: 4, blocksize: 1024 });
    expect((split[2] ?? 0) & 0x10).toBe(0);
    split[3] = 3;
    await expectNativeError('bad-chunk', () => validateChunk(split));
  });

  it('decompresses blocks of any size outside Electron, as far as there is memory', async () => {
    const sizeBytes = 200_000_000;
    const run = () => decompress(chunkOfOneBlock(sizeBytes), new Uint8Array(sizeBytes));
    // C-Blosc tried to decompress it; its stream is invalid.
    expect((await expectNativeError('codec-failed', run)).fields).toMatchObject({ expected: sizeBytes });
  });

  it('refuses to decompress into too small a target', async () => {
    await expectNativeError('target-too-small', () => decompress(chunk, new Uint8Array(2999)));
  });
});

/** Runs `use` on the chunk with one byte changed at a time; a crash would end this process. */
function mutate(valid: Uint8Array, use: (mutant: Uint8Array) => void): void {
  const mutant = valid.slice();
  for (const [index, original] of valid.entries()) {
    for (const value of [original ^ 1, original ^ 0x80, 0, 255, original + 1]) {
      mutant[index] = value;
      use(mutant);
    }
    mutant[index] = original;
  }
}

/** The bytes that `run` says it wrote, or 0 when it throws, which must be a NativeError. */
function bytesWritten(run: () => number): number {
  try {
    return run();
  } catch (error) {
    if (error instanceof NativeError) return 0;
    throw error;
  }
}

describe.each(codecs)('a damaged %s chunk', (codec) => {
  // One split block and a short one (only of codecs that split), and several whole ones.
  const blocksizes = [0, 256];
  const layouts = shuffles.flatMap((shuffle) => blocksizes.map((blocksize) => ({ shuffle, blocksize })));

  it.each(layouts)('neither crashes nor writes behind the target: %o', ({ shuffle, blocksize }) => {
    const mixed = new Uint8Array([...ramp(700), ...noise(101)]);
    const valid = chunkOf(mixed, { codec, shuffle, typesize: 4, blocksize });
    const memory = new Uint8Array(mixed.length + 64);
    const target = memory.subarray(0, mixed.length);
    mutate(valid, (mutant) => {
      memory.fill(0xaa, mixed.length);
      bytesWritten(() => decompress(mutant, target));
      bytesWritten(() => getitem(mutant, 3, 60, target.subarray(0, 240)));
      expect(memory.subarray(mixed.length).every((byte) => byte === 0xaa)).toBe(true);
    });
  });

  it('is refused when cut anywhere', () => {
    const valid = chunkOf(ramp(800), { codec, typesize: 4, blocksize: 256 });
    const target = new Uint8Array(800);
    for (let length = 0; length < valid.length; length++) {
      // A copy, so that memory checkers detect a read past the end.
      const cut = valid.slice(0, length);
      expect(bytesWritten(() => decompress(cut, target))).toBe(0);
    }
  });
});
