import { expect, test } from 'vitest';
import { BytesSink } from '../../../../../electron/engine/pack/plain/plain-bytes.js';

const MIB = 2 ** 20;

test('memory for a truthful size is handed on as it was filled, without a copy', async () => {
  const sink = new BytesSink();
  await sink.begin({ sizeBytes: 3 });
  const room = sink.room(0, 8);
  room.set([1, 2, 3]);
  await sink.write(room);
  expect(sink.bytes()).toEqual(Uint8Array.of(1, 2, 3));
  expect(sink.bytes().buffer).toBe(room.buffer);
});

test('allocates at most 128 times what arrives, whatever size is stated', async () => {
  const sink = new BytesSink();
  await sink.begin({ sizeBytes: 2 ** 50 });
  expect(sink.room(0, MIB).buffer.byteLength).toBeLessThanOrEqual(128 * MIB);
  await sink.write(new Uint8Array(MIB));
  expect(sink.bytes().byteLength).toBe(MIB);
});

test('takes pieces that were not written to its memory, and rooms that grow before they are given to write', async () => {
  const sink = new BytesSink();
  await sink.begin({ sizeBytes: undefined });
  await sink.write(Uint8Array.of(1, 2));
  const first = sink.room(2, 2);
  first.set([3, 4]);
  const second = sink.room(4, 1000);
  second.fill(5);
  await sink.write(first);
  await sink.write(second);
  expect(sink.bytes()).toEqual(Uint8Array.of(1, 2, 3, 4, ...new Uint8Array(1000).fill(5)));
});
