import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rooms } from '../../../build/imports/rooms.mjs';

const root = join(import.meta.dirname, '../../..');
const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** The table of the rooms in the page: path -> what the room may import. */
function tableOfThePage(): Record<string, string> {
  const [, section = ''] = text.split('## Rooms');
  const rows = (section.split('\n## ')[0] ?? '').matchAll(/^\| `([^`]+)` \|[^|]*\| ([^|]+) \|$/gm);
  return Object.fromEntries([...rows].map(([, path, imports]) => [path ?? '', imports ?? '']));
}

/** The entries of `rooms.mjs` in the page's words. */
function wordsOf({ mayImport, typesOnly, builtins, packages, electron }: (typeof rooms)[number]): string {
  if (mayImport === 'anything') return 'anything';
  const paths = mayImport.map((path) => `\`${path}\``).join(', ');
  const words = [
    ...(paths === '' ? [] : [typesOnly ? `types of ${paths}` : paths]),
    ...(electron ? ['electron'] : []),
    ...(builtins ? ['Node'] : []),
    ...(packages === true ? ['packages'] : []),
  ].join(', ');
  const named = Array.isArray(packages) ? `; ${packages.join(', ')}` : '';
  return `${words}${named}` || 'nothing';
}

describe('docs/architecture.md', () => {
  it('has the import table as it is enforced', () => {
    expect(tableOfThePage()).toEqual(Object.fromEntries(rooms.map((room) => [room.path, wordsOf(room)])));
  });

  const places = [...new Set([...text.matchAll(/`((?:electron|renderer|shared|native|build|test)\/[\w./-]+)`/g)])].map(
    ([, path]) => path ?? '',
  );

  it.each([...new Set(places)])('names %s, which exists', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });
});
