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

it('names file, line, module and broken rule, and passes over files that keep to the table', () => {
  write('shared/format/header.ts', "import './errors.js';\n\nimport { readFileSync } from 'node:fs';\n");
  write('electron/engine/pack/pack.ts', "import '../../../shared/format/header.js';\n");
  write('node_modules/someone/index.js', "import '../../shared/format/header.js';\n");
  expect(checkImports(root)).toEqual([
    "shared/format/header.ts:3: 'node:fs': shared/format may not import Node's modules",
  ]);
});
