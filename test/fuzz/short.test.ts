import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const program = join(import.meta.dirname, 'run.mjs');
/** The same cases every time, as far as the time reaches: nobody's change fails for what another seed would have found. */
const SEED = '1';
const LIMIT_MS = 180_000;

function fuzz(only: string, seconds: string): { readonly status: number | null; readonly output: string } {
  const args = [program, '--only', only, '--seconds', seconds, '--seed', SEED];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe('a short run of the fuzzer finds nothing', () => {
  for (const [only, seconds] of [
    ['containers', '3'],
    ['parsers', '2'],
  ] as const) {
    it(`in ${only}`, { timeout: LIMIT_MS }, () => {
      const { status, output } = fuzz(only, seconds);
      expect(output).toMatch(/: [1-9]\d* executions, 0 findings/);
      expect(status).toBe(0);
    });
  }

  it('in the native functions', { timeout: LIMIT_MS }, ({ skip }) => {
    const { status, output } = fuzz('native', '2');
    const skipped = /^SKIPPED: .*$/m.exec(output)?.[0];
    skip(skipped !== undefined, skipped);
    expect(output.match(/: [1-9]\d* executions, 0 findings/g)).toHaveLength(2);
    expect(status).toBe(0);
  });
});
