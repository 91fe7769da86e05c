import { describe, expect, it } from 'vitest';
import { listImports } from '../../../build/imports/specifiers.mjs';

function specifiersOf(source: string): readonly string[] {
  return listImports('sample.ts', source).map(({ specifier }) => specifier);
}

describe('listImports', () => {
  it.each([
    ["import { a } from './a.js';"],
    ["import './a.js';"],
    ["import type { A } from './a.js';"],
    ["export { a } from './a.js';"],
    ["export * from './a.js';"],
    ["export * as a from './a.js';"],
    ["const a = await import('./a.js');"],
    ["type A = import('./a.js').A;"],
    ["import a = require('./a.js');"],
  ])('finds the module of %s', (source) => {
    expect(specifiersOf(source)).toEqual(['./a.js']);
  });

  it('ignores comments, strings and local exports', () => {
    const source =
      "// import './a.js'\nconst text = \"import './b.js'\";\nexport { text };\nexport const other = `from './c.js'`;";
    expect(specifiersOf(source)).toEqual([]);
  });

  it('distinguishes imports of types from imports of values', () => {
    const source = "import type { A } from './a.js';\nimport { b } from './b.js';\nexport type { C } from './c.js';";
    expect(listImports('sample.ts', source)).toEqual([
      { specifier: './a.js', typeOnly: true, line: 1 },
      { specifier: './b.js', typeOnly: false, line: 2 },
      { specifier: './c.js', typeOnly: true, line: 3 },
    ]);
  });

  it('reads TSX', () => {
    const source = "import { a } from './a.js';\nexport const view = <p>{a}</p>;";
    expect(listImports('View.tsx', source)).toHaveLength(1);
  });

  it('rejects a file that cannot be parsed, and names it', () => {
    expect(() => listImports('sample.ts', 'import {')).toThrow(/^sample\.ts: /);
  });
});
