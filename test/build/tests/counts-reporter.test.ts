import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../../build/root.mjs';

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'bloscpack-counts-'));
  mkdirSync(join(project, 'test'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

/** Runs Vitest on one test file and returns what the reporter wrote. */
function countsOf(source: string): unknown {
  writeFileSync(join(project, 'test/sample.test.ts'), source);
  const countsPath = join(project, 'counts.json');
  const args = ['run', `--reporter=${join(root, 'build/tests/counts-reporter.mjs')}`];
  spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: project,
    env: { ...process.env, BLOSCPACK_TEST_COUNTS: countsPath },
  });
  return JSON.parse(readFileSync(countsPath, 'utf8'));
}

describe('CountsReporter', () => {
  it('counts what passed, and names what failed or was skipped with its reason', () => {
    const counts = countsOf(`
      import { describe, expect, it } from 'vitest';
      it('passes', () => {});
      describe('group', () => {
        it('fails', () => expect(1).toBe(2));
        it('leaves', (context) => context.skip('not on this machine'));
        it.skip('is left', () => {});
        describe.skip('of a browser (SKIPPED: there is no browser)', () => it('shows', () => {}));
      });`);
    expect(counts).toEqual({
      passed: 1,
      failed: [{ name: 'test/sample.test.ts: group > fails', reason: 'expected 1 to be 2 // Object.is equality' }],
      skipped: [
        { name: 'test/sample.test.ts: group > leaves', reason: 'not on this machine' },
        { name: 'test/sample.test.ts: group > is left', reason: 'no reason given' },
        {
          name: 'test/sample.test.ts: group > of a browser (SKIPPED: there is no browser) > shows',
          reason: 'there is no browser',
        },
      ],
    });
  });

  it.each([
    ['a file that cannot be loaded', "import './nowhere.js';", 'test/sample.test.ts', /nowhere/],
    [
      'a hook',
      "import { beforeAll, describe, it } from 'vitest';\ndescribe('group', () => { beforeAll(() => { throw new Error('no'); }); it('x', () => {}); });",
      'test/sample.test.ts: group',
      /^no$/,
    ],
    [
      'an error outside every test',
      "import { it } from 'vitest';\nsetTimeout(() => { throw new Error('late'); }, 0);\nit('waits', () => new Promise((done) => setTimeout(done, 100)));",
      'outside every test',
      /^late$/,
    ],
  ])('counts %s as failed', (_what, source, name, reason) => {
    expect(countsOf(source)).toMatchObject({ failed: [{ name, reason: expect.stringMatching(reason) }] });
  });
});
