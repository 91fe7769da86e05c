import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../build/imports/specifiers.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Folders whose texts are shown to users; `renderer/dev` is only for developers. */
const folders = ['renderer/app', 'renderer/data', 'renderer/features', 'renderer/format', 'renderer/ui', 'shared'];

interface Entry {
  readonly term: string;
  readonly meaning: string;
  readonly avoided: readonly Avoided[];
}

interface Avoided {
  readonly word: string;
  /** Finds the word in singular or plural. */
  readonly pattern: RegExp;
}

interface Text {
  readonly line: number;
  readonly text: string;
}

/** The rows of the table in the section Glossary of CONTRIBUTING.md. */
function readGlossary(markdown: string): readonly Entry[] {
  const section = markdown.split('\n## ').find((part) => part.startsWith('Glossary\n')) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) => {
    const [term = '', meaning = '', avoided = ''] = row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    const words = avoided === '' ? [] : avoided.split(', ');
    return { term, meaning, avoided: words.map((word) => ({ word, pattern: new RegExp(`\\b${word}s?\\b`, 'i') })) };
  });
}

/** String literals and JSX text that may be shown: with a space, or with a capital at the beginning. Without HTML tags. */
function screenTexts(file: string, source: string): readonly Text[] {
  return nodesOf(parseSync(file, source).program).flatMap((node) => {
    const text = textOf(node)
      ?.replace(/<\/?[a-z][^>]*>|\s+/g, ' ')
      .trim();
    const isShown = text && (node.type === 'JSXText' || / |^[A-Z][a-z]/.test(text));
    // Every node of the parser has its start.
    return isShown ? [{ line: source.slice(0, node.start as number).split('\n').length, text }] : [];
  });
}

function textOf({ type, value }: { readonly [key: string]: unknown }): string | undefined {
  if ((type === 'Literal' || type === 'JSXText') && typeof value === 'string') return value;
  // The value of a TemplateElement has this form.
  return type === 'TemplateElement' ? (value as { readonly cooked: string }).cooked : undefined;
}

/** The avoided words of the glossary in a text. */
function avoidedIn(text: string, glossary: readonly Entry[]): readonly string[] {
  return glossary.flatMap(({ term, avoided }) =>
    avoided
      .filter(({ pattern }) => pattern.test(text))
      .map(({ word }) => `"${word}", where the glossary has "${term}"`),
  );
}

const glossary = readGlossary(readFileSync(`${root}CONTRIBUTING.md`, 'utf8'));

describe('the glossary', () => {
  it('has a meaning for each term, and no term twice', () => {
    const terms = glossary.flatMap(({ term }) => term.split(', '));
    expect(terms).toEqual(
      expect.arrayContaining(['container', 'chunk', 'block', 'checksum', 'job', 'batch', 'preset']),
    );
    expect(new Set(terms).size).toBe(terms.length);
    expect(glossary.filter(({ meaning }) => meaning === '')).toEqual([]);
  });

  it('avoids no word that it uses as a term', () => {
    expect(glossary.flatMap(({ term }) => avoidedIn(term, glossary))).toEqual([]);
  });
});

describe('the texts of the screens', () => {
  it('are found in strings, templates and JSX, with their lines', () => {
    const source = [
      'const a = "Two digests";',
      `const b = \`\${a} of a digest\`;`,
      'const c = <p title="digest">',
      '  digest</p>;',
    ].join('\n');
    const found = screenTexts('a.tsx', source).filter(({ text }) => avoidedIn(text, glossary).length > 0);
    expect(found).toEqual([
      { line: 1, text: 'Two digests' },
      { line: 2, text: 'of a digest' },
      { line: 3, text: 'digest' },
    ]);
  });

  it.each(folders)('of %s have the words of the glossary', (folder) => {
    const names = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => /\.tsx?$/.test(name)).map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
    expect(files.length).toBeGreaterThan(0);
    const problems = files.flatMap((file) => {
      const source = readFileSync(`${root}${file}`, 'utf8');
      // Parsing takes most of the time: only files that contain an avoided word at all.
      const texts = avoidedIn(source, glossary).length > 0 ? screenTexts(file, source) : [];
      return texts.flatMap(({ line, text }) =>
        avoidedIn(text, glossary).map((problem) => `${file}:${line}: ${problem}: ${text}`),
      );
    });
    expect(problems).toEqual([]);
  });
});
