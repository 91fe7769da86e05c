import { closeSync, openSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { readMany } from '../../native/read-many.js';
import { fixturePath, readFixture } from '../fixtures.js';

const bytes = readFixture('plain', 'arange_i8.dat');
const fd = openSync(fixturePath('plain', 'arange_i8.dat'), 'r');
afterAll(() => closeSync(fd));

test('reads as many bytes from each position, in any order, and leaves zeros for negative ones', async () => {
  const read = await readMany(fd, Float64Array.of(80, -1, 3), 4);
  expect([...read]).toEqual([...bytes.subarray(80, 84), 0, 0, 0, 0, ...bytes.subarray(3, 7)]);
});

test('rejects positions past the end of the file, or of any file, and closed files', async () => {
  await expect(readMany(fd, Float64Array.of(bytes.length - 2), 4)).rejects.toMatchObject({ code: 'short-read' });
  await expect(readMany(100_000, Float64Array.of(0), 4)).rejects.toMatchObject({ code: 'io' });
  await expect(readMany(fd, Float64Array.of(1e300), 4)).rejects.toMatchObject({ code: 'bad-argument' });
  await expect(readMany(-1, Float64Array.of(0), 4)).rejects.toMatchObject({ code: 'bad-argument' });
});
