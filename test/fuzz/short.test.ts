import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isNightly } from '../cases.js';
import { sourceErrors } from './native/run.mjs';

const program = join(import.meta.dirname, 'run.mjs');
/** The same cases every time, so that a change does not fail because of another seed. */
const SEED = '1';
const LIMIT_MS = 600_000;

function fuzz(only: string, cases: string): { readonly status: number | null; readonly output: string } {
  const args = [program, '--only', only, '--cases', cases, '--seed', SEED];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

describe('a short run of the fuzzer finds nothing', () => {
  // In one run, which bundles the programs once.
  it('in containers, parsers, sockets, calls and the add-on', { timeout: LIMIT_MS }, () => {
    const cases = { containers: 100, parsers: 1000, sockets: 300, calls: 500, addon: 2000 };
    const { status, output } = fuzz(Object.keys(cases).join(','), Object.values(cases).join(','));
    for (const [group, count] of Object.entries(cases)) {
      expect(output).toContain(`${group}: ${count} executions, 0 findings`);
    }
    expect(status).toBe(0);
  });

  it('in the native functions', { timeout: LIMIT_MS }, ({ skip }) => {
    skip(!isNightly, 'building the native fuzzers takes long: `npm run fuzz` and `npm run nightly` run them');
    const { status, output } = fuzz('native', '10000');
    const skipped = /^SKIPPED: .*$/m.exec(output)?.[0];
    skip(skipped !== undefined, skipped);
    expect(output.match(/: [1-9]\d* executions, 0 findings/g)).toHaveLength(3);
    expect(status).toBe(0);
  });
});

describe.runIf(process.platform === 'linux')('the native fuzzers', () => {
  it('fit the core of the add-on', { timeout: LIMIT_MS }, async () => {
    expect(await sourceErrors()).toBe('');
  });
});
