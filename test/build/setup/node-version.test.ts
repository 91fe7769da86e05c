import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../build/root.mjs';
import { isSupportedNode } from '../../../build/setup/node-version.mjs';

it.each([
  ['20.19.0', true],
  ['20.20.2', true],
  ['24.0.0', true],
  ['20.18.3', false],
  ['18.20.0', false],
])('Node %s: supported is %s', (version, supported) => {
  expect(isSupportedNode(version)).toBe(supported);
});

it('agrees with package.json', () => {
  const packageJson: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(packageJson).toMatchObject({ engines: { node: '>=20.19' } });
});
