import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createVitest } from 'vitest/node';
import { root } from '../../../build/root.mjs';

it('has every test in exactly one project, except those of the other configuration and the benchmarks', async () => {
  const vitest = await createVitest('test', { watch: false, config: join(root, 'vitest.config.ts') });
  const specifications = await vitest.globTestSpecifications();
  await vitest.close();
  const found = specifications.map(({ moduleId }) => moduleId).sort();
  const expected = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !/^(e2e|bench)\b/.test(name))
    .map((name) => join(root, 'test', name).replaceAll('\\', '/'))
    .sort();
  expect(found).toEqual(expected);
});

it('passes the mode of a nightly run to every project', async () => {
  const vitest = await createVitest('test', { watch: false, config: join(root, 'vitest.config.ts'), mode: 'nightly' });
  const modes = vitest.projects.map(({ name, vite }) => [name, vite.config.env.MODE]);
  await vitest.close();
  expect(modes.map(([, mode]) => mode)).toEqual(modes.map(() => 'nightly'));
});
