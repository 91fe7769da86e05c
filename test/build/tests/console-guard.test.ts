import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from '../../../build/root.mjs';

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'bloscpack-console-'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

it('fails a test that prints, and says what it printed', () => {
  writeFileSync(
    join(project, 'sample.test.ts'),
    "import { it } from 'vitest';\nit('prints', () => console.warn('hear', 'me'));\nit('is quiet', () => {});",
  );
  writeFileSync(
    join(project, 'vitest.config.mjs'),
    `export default { test: { setupFiles: [${JSON.stringify(join(root, 'test/setup.ts'))}] } };`,
  );
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, 'run'], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect(stderr).toContain('This test printed to the console:\nconsole.warn(hear, me)');
  expect(stdout).toMatch(/1 failed \| 1 passed/);
});
