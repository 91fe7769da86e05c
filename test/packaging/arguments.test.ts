import { describe, expect, it } from 'vitest';
import { builderArguments, foreignTarget } from '../../build/packaging/arguments.mjs';

describe('builderArguments', () => {
  it('never publishes', () => {
    expect(builderArguments({ e2e: false, args: ['--linux', 'deb'] })).toEqual([
      '--config',
      'electron-builder.yml',
      '--publish',
      'never',
      '--linux',
      'deb',
    ]);
  });

  it.each(['--publish', '--publish=always', '-p'])('refuses %s', (arg) => {
    expect(() => builderArguments({ e2e: false, args: [arg, 'always'] })).toThrow('published by hand');
  });

  it('keeps the end-to-end flavour out of the folder of releases', () => {
    expect(builderArguments({ e2e: true, args: [] })).toContain('-c.directories.output=out/e2e');
  });
});

describe('foreignTarget', () => {
  const machine = { platform: 'linux', arch: 'x64' };

  it('lets through what this machine can build an add-on for', () => {
    expect(foreignTarget(['--linux', 'deb', '--x64', '-l'], machine)).toBeUndefined();
  });

  it.each(['--win', '-m', '--arm64', '--universal'])('names %s, which it cannot', (arg) => {
    expect(foreignTarget(['--linux', arg], machine)).toBe(arg);
  });
});
