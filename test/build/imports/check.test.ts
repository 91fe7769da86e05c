import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkImports } from '../../../build/imports/check.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bloscpack-imports-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(file: string, source: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, source);
}

it('names file, line, module and broken rule, and accepts files that follow the table', () => {
  write('shared/format/header.ts', "import './errors.js';\n\nimport { readFileSync } from 'node:fs';\n");
  write('electron/engine/pack/pack.ts', "import '../../../shared/format/header.js';\n");
  write('node_modules/someone/index.js', "import '../../shared/format/header.js';\n");
  expect(checkImports(root)).toEqual([
    "shared/format/header.ts:3: 'node:fs': shared/format may not import Node's modules",
  ]);
});

it('names the files of a circle, also of type imports, and accepts files that share a third', () => {
  write('shared/format/a.ts', "import { b } from './b.js';\nexport const a = b;\n");
  write('shared/format/b.ts', "import './c.js';\nexport const b = 1;\n");
  write('shared/format/c.ts', "import type { a } from './a.js';\nexport type C = typeof a;\n");
  write('shared/format/d.ts', "import './a.js';\nimport './b.js';\n");
  write('renderer/app/E.tsx', "export { f } from './f.js';\n");
  write('renderer/app/f.ts', "export const f = () => import('./E.js');\n");
  expect(checkImports(root)).toEqual([
    expect.stringMatching(/^renderer\/app\/E.tsx -> renderer\/app\/f.ts -> renderer\/app\/E.tsx: /),
    expect.stringMatching(
      /^shared\/format\/a.ts -> shared\/format\/b.ts -> shared\/format\/c.ts -> shared\/format\/a.ts: /,
    ),
  ]);
});
