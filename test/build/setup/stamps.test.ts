import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, isCurrent, writeStamp } from '../../../build/setup/stamps.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bloscpack-stamps-'));
  mkdirSync(join(root, 'native/src'), { recursive: true });
  writeFileSync(join(root, 'native/src/chunk.cc'), 'int chunk;');
  writeFileSync(join(root, 'native/index.ts'), 'export {};');
  writeFileSync(join(root, 'lock.json'), '{}');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function current(): string {
  return fingerprint(root, ['native', 'lock.json'], (path) => !path.endsWith('.ts') && path !== 'lock.json');
}

describe('fingerprint', () => {
  it('stays the same when only times change', () => {
    const before = current();
    utimesSync(join(root, 'native/src/chunk.cc'), 0, 0);
    expect(current()).toBe(before);
  });

  it.each([
    ['changes with the content of a file', () => writeFileSync(join(root, 'native/src/chunk.cc'), 'int chink;')],
    [
      'changes with the name of a file',
      () => renameSync(join(root, 'native/src/chunk.cc'), join(root, 'native/src/c.cc')),
    ],
    ['changes with a new file', () => writeFileSync(join(root, 'native/exports.map'), '')],
    ['changes with a file named itself, whatever the filter says', () => writeFileSync(join(root, 'lock.json'), '{ }')],
    ['changes when a file goes', () => rmSync(join(root, 'native/src/chunk.cc'))],
  ])('%s', (_name, change) => {
    const before = current();
    change();
    expect(current()).not.toBe(before);
  });

  it('leaves out the files of a folder that do not matter', () => {
    const before = current();
    writeFileSync(join(root, 'native/index.ts'), 'export const changed = true;');
    expect(current()).toBe(before);
  });

  it('counts an input that does not exist as empty', () => {
    expect(fingerprint(root, ['nowhere'])).toBe(fingerprint(root, []));
  });
});

describe('isCurrent', () => {
  it('needs a stamp of the same fingerprint and every output', () => {
    const stamp = join(root, 'dist/.stamps/native');
    const output = join(root, 'dist/add-on.node');
    expect(isCurrent(stamp, 'one', [output])).toBe(false);
    writeStamp(stamp, 'one');
    expect(isCurrent(stamp, 'one', [output])).toBe(false);
    writeFileSync(output, '');
    expect(isCurrent(stamp, 'one', [output])).toBe(true);
    expect(isCurrent(stamp, 'two', [output])).toBe(false);
  });
});
