import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test.skipIf(process.platform === 'win32')('the npm package has every part of the program and of the library', () => {
  const list = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(list) as [{ files: readonly { path: string }[] }];
  const packed = new Set(files.map(({ path }) => path));
  const parts = readdirSync(join(root, 'dist'))
    .filter((name) => /^(?:blpk|engine)-[0-9a-f]{16}$/.test(name))
    .flatMap((name) => readdirSync(join(root, 'dist', name)).map((part) => `dist/${name}/${part}`));
  expect(parts.length).toBeGreaterThan(4);
  expect(parts.filter((part) => !packed.has(part))).toEqual([]);
});
