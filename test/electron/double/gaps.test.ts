import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const specFolder = join(import.meta.dirname, '../real');
const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

/** The specs that a group's file has, with the text of their options. */
function specsIn(file: string): readonly { readonly name: string; readonly options: string }[] {
  const text = readFileSync(join(specFolder, file), 'utf8');
  const group = /^group\('(\w+)'/m.exec(text)?.[1];
  if (group === undefined) return [];
  const calls = text.matchAll(/\bspec\(\s*(['"])(.*?)\1,(?:\s*\/\/[^\n]*)*\s*(\{[^}]*\})/gs);
  return Array.from(calls, ([, , what, options = '']) => ({ name: `${group}: ${what}`, options }));
}

const specs = readdirSync(specFolder)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap(specsIn);

it('names a spec for each gap, and each that the stand-in cannot show', () => {
  const named = Array.from(readme.matchAll(/\*(\w+: [^*]+)\*/g), ([, name = '']) => name);
  const notShown = specs.filter(({ options }) => options.includes('standIn')).map(({ name }) => name);
  expect(notShown.length).toBeGreaterThan(10);
  expect(named.filter((name) => !specs.some((spec) => spec.name === name))).toEqual([]);
  expect(notShown.filter((name) => !named.includes(name))).toEqual([]);
});
