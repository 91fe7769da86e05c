import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { caseCount } from '../cases.js';

const harness = join(import.meta.dirname, 'run.mjs');

/** A few of the faults of `npm run faults`, and 100 at night; others each time, and the seed is in the output. */
it('does what it says or changes nothing under injected faults', { timeout: 600_000 }, ({ skip }) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [harness, '--faults', String(caseCount(12, 100))], {
    encoding: 'utf8',
  });
  const skipped = /^SKIPPED: .*$/m.exec(stdout)?.[0];
  skip(skipped !== undefined, skipped);
  expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^total .* 0$/m);
});
