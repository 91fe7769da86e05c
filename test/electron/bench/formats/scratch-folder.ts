import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A temporary folder of the test file, removed at its end. */
export function scratchFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'blpk-contenders-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
