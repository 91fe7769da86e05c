import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleForNode } from '../../build/vite.node.mjs';
import { fixturePath, manifest } from '../fixtures.js';

const root = join(import.meta.dirname, '../..');
const native = process.env.BLOSCPACK_NATIVE ?? join(root, 'dist/native/bloscpack.node');
const MOST_BYTES = 200 * 2 ** 20;
let outDir: string;

beforeAll(async () => {
  outDir = mkdtempSync(join(tmpdir(), 'bloscpack-memory-'));
  await bundleForNode({ entry: 'test/corrupt/read-all.ts', file: 'read-all.cjs' }, { root, outDir });
});

afterAll(() => {
  rmSync(outDir, { recursive: true });
});

it('verify and unpack stay below 200 MiB of memory over all corrupt files', () => {
  const files = manifest.corrupt.map(({ file }) => fixturePath(file));
  const env = { ...process.env, BLOSCPACK_NATIVE: native };
  const peak = execFileSync(process.execPath, [join(outDir, 'read-all.cjs'), ...files], { env, encoding: 'utf8' });
  expect(Number(peak)).toBeGreaterThan(0);
  expect(Number(peak)).toBeLessThan(MOST_BYTES);
});
