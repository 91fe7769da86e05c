import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DescribedFiles } from '../../../../electron/host/files/described-files.js';
import type { FileFacts } from '../../../../shared/contract/files.js';
import { scratchFolder } from '../../../scratch-folder.js';

const facts: FileFacts = { id: 'a', name: 'a', folder: '', kind: 'raw', sizeBytes: 5, modifiedMs: 0, actions: [] };

/** The state of a file that was last changed a minute ago. */
function statsBefore() {
  const path = join(scratchFolder(), 'file');
  writeFileSync(path, 'bytes');
  const stats = statSync(path);
  return Object.assign(stats, { mtimeMs: stats.mtimeMs - 60_000, ctimeMs: stats.ctimeMs - 60_000 });
}

it('knows a file again that is as it was', () => {
  const described = new DescribedFiles();
  const stats = statsBefore();
  expect(described.find('a', stats)).toBeUndefined();
  described.add('a', stats, facts);
  expect(described.find('a', stats)).toBe(facts);
  expect(described.find('b', stats)).toBeUndefined();
});

it('knows no file whose size, times or identity have changed', () => {
  const described = new DescribedFiles();
  const stats = statsBefore();
  described.add('a', stats, facts);
  for (const changed of [{ size: 6 }, { mtimeMs: 1 }, { ctimeMs: 1 }, { ino: 1 }, { dev: -1 }]) {
    expect(described.find('a', Object.assign(Object.create(stats), changed))).toBeUndefined();
  }
});

it('does not keep a file that may change again without a change of its times', () => {
  const described = new DescribedFiles();
  const path = join(scratchFolder(), 'file');
  writeFileSync(path, 'bytes');
  described.add('a', statSync(path), facts);
  expect(described.find('a', statSync(path))).toBeUndefined();
});
