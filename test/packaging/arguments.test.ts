import { describe, expect, it } from 'vitest';
import { builderArguments, foreignTarget } from '../../build/packaging/arguments.mjs';

describe('builderArguments', () => {
  it('never publishes', () => {
    expect(builderArguments({ e2e: false, args: ['--win', 'nsis'] }, 'win32')).toEqual([
      '--config',
      'electron-builder.yml',
      '--publish',
      'never',
      '--win',
      'nsis',
    ]);
  });

  it.each(['--publish', '--publish=always', '-p'])('refuses %s', (arg) => {
    expect(() => builderArguments({ e2e: false, args: [arg, 'always'] }, 'linux')).toThrow('published by hand');
  });

  it('keeps the end-to-end flavour out of the folder of releases', () => {
    expect(builderArguments({ e2e: true, args: [] }, 'linux')).toContain('-c.directories.output=out/e2e');
  });
});

describe('what differs by platform', () => {
  const argumentsFor = (host: string, ...args: string[]) => builderArguments({ e2e: false, args }, host);

  it('is a name without a space on Linux, whether named or the platform of this machine', () => {
    expect(argumentsFor('linux')).toContain('-c.productName=BloscpackStudio');
    expect(argumentsFor('darwin', '--linux', 'deb')).toContain('-c.productName=BloscpackStudio');
    expect(argumentsFor('linux', '--mac')).not.toContain('-c.productName=BloscpackStudio');
    expect(argumentsFor('darwin')).not.toContain('-c.productName=BloscpackStudio');
  });

  it('is a signature on macOS, which the fuses have broken', () => {
    expect(argumentsFor('darwin')).toContain('-c.electronFuses.resetAdHocDarwinSignature=true');
    expect(argumentsFor('linux', '--mac')).not.toContain('-c.electronFuses.resetAdHocDarwinSignature=true');
  });
});

describe('foreignTarget', () => {
  const machine = { platform: 'linux', arch: 'x64' };

  it('accepts targets for which this machine can build the add-on', () => {
    expect(foreignTarget(['--linux', 'deb', '--x64', '-l'], machine)).toBeUndefined();
  });

  it.each(['--win', '-m', '--arm64', '--universal'])('names %s, which it cannot', (arg) => {
    expect(foreignTarget(['--linux', arg], machine)).toBe(arg);
  });
});
