import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, asciiBytes, ByteReader, ByteWriter, toHex } from '../../../shared/format/bytes.js';
import { FormatError } from '../../../shared/format/errors.js';

describe('ByteReader and ByteWriter', () => {
  it('read back every field that was written, also in the middle of a buffer', () => {
    const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(int32, uint32, int64, fc.uint8Array({ maxLength: 20 }), (a, b, c, tail) => {
        const bytes = new Uint8Array(100).subarray(3, 3 + 19 + tail.length);
        const writer = new ByteWriter(bytes);
        writer.u8(200);
        writer.i32(a);
        writer.u32(b);
        writer.i64(c);
        writer.put(tail);
        writer.zeros(2);
        const reader = new ByteReader(bytes, 'the test');
        expect([reader.u8(), reader.i32(), reader.u32(), reader.i64()]).toEqual([200, a, b, c]);
        expect(reader.take(tail.length)).toEqual(tail);
        reader.skip(2);
        expect(reader.remaining).toBe(0);
        expect(writer.offset).toBe(bytes.length);
      }),
    );
  });

  it('is little-endian', () => {
    expect(new ByteReader(Uint8Array.of(1, 2, 3, 4), 'the test').u32()).toBe(0x04030201);
  });

  it('names what is cut, where, and both numbers', () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3), 'the test', { chunkIndex: 7 });
    reader.skip(1);
    const message = 'the test is cut short at its byte 1: expected 4 more bytes, found 2';
    const context = { chunkIndex: 7, expected: 4, found: 2 };
    expect(() => reader.i32()).toThrow(new FormatError('truncated', message, context));
    expect(reader.offset).toBe(1);
  });

  it.each([-1, Number.NaN, 4, Number.POSITIVE_INFINITY])('refuses to take %s of three bytes', (sizeBytes) => {
    expect(() => new ByteReader(new Uint8Array(3), 'the test').take(sizeBytes)).toThrow(FormatError);
  });

  it('returns views of the same memory', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    new ByteReader(bytes, 'the test').take(2)[0] = 9;
    expect(bytes[0]).toBe(9);
  });

  it('refuses to write over the end', () => {
    const writer = new ByteWriter(new Uint8Array(3));
    expect(() => writer.zeros(4)).toThrow(RangeError);
    expect(() => writer.i32(1)).toThrow(RangeError);
  });
});

describe('ascii', () => {
  it('keeps every byte, also those that windows-1252 changes', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(ascii(bytes).charCodeAt(0x93)).toBe(0x93);
    expect(asciiBytes(ascii(bytes))).toEqual(bytes);
  });

  it('takes more bytes than a call can have arguments', () => {
    expect(ascii(new Uint8Array(300_000).fill(65)).length).toBe(300_000);
  });
});

describe('toHex', () => {
  it('writes two digits for each byte', () => {
    expect(toHex(Uint8Array.of(0, 10, 255))).toBe('000aff');
  });
});
