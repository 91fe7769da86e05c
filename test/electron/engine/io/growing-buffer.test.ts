import { expect, test } from 'vitest';
import { GrowingBuffer } from '../../../../electron/engine/io/growing-buffer.js';

test('keeps what is there when it grows, and allocates no more than a share of what arrived', () => {
  const buffer = new GrowingBuffer();
  buffer.expect(2 ** 40);
  buffer.reserve(3, 0).set([1, 2, 3]);
  expect(buffer.bytes.byteLength).toBe(128 * 3);
  expect([...buffer.reserve(1000, 3).subarray(0, 3)]).toEqual([1, 2, 3]);
});

test('allocates no more than is stated, unless more is needed', () => {
  const buffer = new GrowingBuffer();
  buffer.expect(100);
  expect(buffer.reserve(10, 0).byteLength).toBe(100);
  expect(buffer.reserve(101, 10).byteLength).toBe(200);
});

test('hands on its memory where that is just what is asked for, else a copy', () => {
  const buffer = new GrowingBuffer();
  const bytes = buffer.reserve(8, 0);
  expect(buffer.taken(8)).toBe(bytes);
  expect(buffer.taken(5).buffer.byteLength).toBe(5);
});
