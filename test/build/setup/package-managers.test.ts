import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installLine, isOnPath } from '../../../build/setup/package-managers.mjs';

describe('installLine', () => {
  it.each([
    ['apt-get', 'sudo apt-get update && sudo apt-get install -y g++ make cmake'],
    ['dnf', 'sudo dnf install -y gcc-c++ make cmake'],
    ['brew', 'brew install cmake'],
  ])('has a line for %s', (manager, line) => {
    expect(installLine((command) => command === manager)).toBe(line);
  });

  it('names the tools on one line if no package manager is known', () => {
    expect(installLine(() => false)).toMatch(/^install .*CMake.*$/);
  });
});

describe('isOnPath', () => {
  it('finds a command in a folder of PATH and nowhere else', () => {
    expect(isOnPath('node', { PATH: dirname(process.execPath) })).toBe(true);
    expect(isOnPath('no-such-command', { PATH: dirname(process.execPath) })).toBe(false);
    expect(isOnPath('node', {})).toBe(false);
  });
});
