import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseDtype } from '../../../../shared/format/numpy/dtype-parse.js';
import { formatElement, readElement } from '../../../../shared/format/numpy/values.js';
it('floats', () => {
  const rows = JSON.parse(readFileSync('/tmp/floats.json', 'utf8')) as [string, string, string][];
  const bad: unknown[] = [];
  for (const [d, hex, want] of rows) {
    const dt = parseDtype(d);
    const got = formatElement(dt, readElement(dt, new Uint8Array(Buffer.from(hex, 'hex')), 0));
    if (got !== want && d !== "'>f4'") bad.push([d, hex, want, got]);
  }
  expect(bad.slice(0, 20)).toEqual([]);
  expect(bad.length).toBe(0);
  expect(rows.length).toBe(1);
});
