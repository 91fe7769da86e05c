import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { caseCount } from '../cases.js';

const harness = join(import.meta.dirname, 'run.mjs');
const compiler = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;
const note = compiler ? '' : ' [SKIPPED: needs Linux and a C compiler `cc`]';

/** A few of the kills of `npm run kills`, with another seed each time, which is in the output. */
test.skipIf(!compiler)(`a few kills lose nothing${note}`, { timeout: 600_000 }, () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [harness, '--kills', String(caseCount(24, 100))], {
    encoding: 'utf8',
  });
  expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^total .* 0$/m);
});
