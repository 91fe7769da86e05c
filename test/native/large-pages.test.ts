import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wantLargePages } from '../../native/index.js';

const MIB = 2 ** 20;

it('leaves the bytes as they are, also where the memory has no whole page', () => {
  const bytes = new Uint8Array(8 * MIB + 5).map((_, index) => index % 251);
  for (const [start, end] of [
    [0, bytes.byteLength],
    [1, 4 * MIB + 3],
    [10, 11],
    [7, 7],
  ] as const) {
    wantLargePages(bytes.subarray(start, end));
  }
  expect(bytes.every((byte, index) => byte === index % 251)).toBe(true);
  wantLargePages(new Uint8Array(0));
});

// Of this process, as the kernel has noted it: "hg" stands for the advice.
it.skipIf(process.platform !== 'linux')('gives the advice for the whole pages of the memory', () => {
  const before = advisedBytes();
  const memory = new Uint8Array(64 * MIB);
  wantLargePages(memory);
  expect(advisedBytes() - before).toBeGreaterThan(60 * MIB);
  expect(memory[0]).toBe(0);
});

function advisedBytes(): number {
  const areas = readFileSync('/proc/self/smaps', 'utf8').split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
  return areas
    .filter((area) => /^VmFlags:.* hg/m.test(area))
    .reduce((sum, area) => sum + 1024 * Number(/^Size:\s+(\d+) kB/m.exec(area)?.[1] ?? 0), 0);
}
