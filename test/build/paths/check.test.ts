import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkPaths } from '../../../build/paths/check.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bloscpack-paths-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function problemsOf(file: string, text: string): readonly string[] {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return checkPaths(root, [file]);
}

/** A path that this file itself must not contain in one piece. */
function absolute(...parts: readonly string[]): string {
  return ['', ...parts].join('/');
}

it('says where a path leads, with file and line', () => {
  const source =
    "import { join } from 'node:path';\n\nexport const files = join(import.meta.dirname, '../../shared/fixtures');\n";
  expect(problemsOf('test/fixtures.ts', source)).toEqual([
    'test/fixtures.ts:3: leads out of the project: ../shared/fixtures, relative to its root',
  ]);
});

it.each([
  ['an import', "import { a } from '../../outside/a.js';"],
  ['an import of a type', "export type A = import('../../outside/a.js').A;"],
  ['an import when asked for', "const a = await import('../../outside/a.js');"],
  [
    'the environment before it',
    "const at = process.env.FIXTURES ?? join(import.meta.dirname, '../../shared/fixtures');",
  ],
  ['each step by itself', "join(import.meta.dirname, '..', '..', 'shared');"],
  ['an unknown end', "path.resolve(import.meta.dirname, '../..', name);"],
  ['a constant', "const here = import.meta.dirname;\nconst root = join(here, '..');\njoin(root, '../shared/bench');"],
  ['a template', `const root = join(import.meta.dirname, '..');\nread(\`\${root}/../shared/\${name}\`);`],
  ['a URL', "new URL('../../outside/a.js', import.meta.url);"],
  ['a path out of a URL', "join(dirname(fileURLToPath(import.meta.url)), '../..');"],
  ['a require', "createRequire(import.meta.url)('../../outside/a.cjs');"],
  ['a call over many lines', "join(\n  import.meta.dirname,\n  '../..',\n  'shared',\n);"],
  ['a comment', '/** The data lie in `../../shared`. */'],
])('finds it in code behind %s', (_, source) => {
  expect(problemsOf('test/a.ts', source)).toEqual([
    expect.stringMatching(/^test\/a\.ts:\d: leads out of the project: \.\./),
  ]);
});

it('finds it through a constant of another file', () => {
  writeFileSync(join(root, 'root.mjs'), "export const root = join(import.meta.dirname, '.');\n");
  const source = "import { root } from './root.mjs';\nspawn(join(root, '../tool'));\n";
  expect(problemsOf('a.mjs', source)).toEqual(['a.mjs:2: leads out of the project: ../tool, relative to its root']);
});

it.each([
  ['CONTRIBUTING.md', 'times it against the yardsticks in `../shared/bench`'],
  ['test/tsconfig.json', '{ "references": [{ "path": "../../elsewhere" }] }'],
  ['package.json', '{ "scripts": { "bench": "node ../bench/run.mjs" } }'],
  ['.ci/run', `cd "$(dirname "\${BASH_SOURCE[0]}")/../.."`],
  ['native/CMakeLists.txt', `include(\${CMAKE_CURRENT_SOURCE_DIR}/../../x.cmake)`],
  ['native/a.h', '#include "../../outside.h"'],
])('finds it in %s', (file, text) => {
  expect(problemsOf(file, text)).toEqual([expect.stringContaining(`${file}:1: leads out of the project: ..`)]);
});

it.each([
  absolute('root', 'data'),
  absolute('work', 'fixtures/a.blp'),
  absolute('home', 'builder', 'a.npy'),
  absolute('Users', 'builder', 'a.npy'),
  ['C:', 'Users', 'builder'].join('\\\\'),
])('finds the path of one machine, %s', (path) => {
  expect(problemsOf('build/a.mjs', `read('${path}');`)).toEqual([
    expect.stringContaining('build/a.mjs:1: is a path of one machine'),
  ]);
});

it.each([
  ['an import within', "import { a } from '../shared/a.js';"],
  ['the root', "const root = join(import.meta.dirname, '..');"],
  [
    'a path without a known start',
    "const root = mkdtempSync('x');\njoin(root, '..', 'beside');\njoin(path, '../../../x');",
  ],
  ['a test of an invalid name', "it.each(['../../../evil.npy', '/../../../secret', 'a/../../../b'])('refuses %s');"],
  ['the whole array of a slice', "parseSlices('...,1');\nconst all = [...names];"],
  ['a system path', "const places = ['/usr/bin/python3', '/opt/homebrew', '/tmp/x', '/dev/shm'];"],
  ['an address', `const page = 'https://example.org/work/home/x';\nconst at = \`\${base}/root/x\`;`],
  ['an example home', "const cwd = '/home/ann';"],
])('accepts %s', (_, source) => {
  expect(problemsOf('test/a.ts', source)).toEqual([]);
});

it('skips files that are not text', () => {
  expect(problemsOf('golden/a.blp', '\0 ../../x')).toEqual([]);
});
