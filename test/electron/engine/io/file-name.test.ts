import { describe, expect, it } from 'vitest';
import { fileNameProblem, pathKey } from '../../../../electron/engine/io/file-name.js';

describe('the name of a file', () => {
  it.each(['', '.', '..', 'a/b', 'a\\b', 'a\0', 'x'.repeat(256)])('is refused everywhere when it is %j', (name) => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(fileNameProblem(name, platform), platform).toBeTypeOf('string');
    }
  });

  it.each([
    'con',
    'NUL.blp',
    'aux.tar.gz',
    'Com1.npy.blp',
    'lpt\u00b3.blp',
    'conin$',
    'nul .blp',
    'a:b.blp',
    'what?.blp',
    'a*.blp',
    'ends.',
    'ends ',
  ])('is refused only on Windows when it is %j', (name) => {
    expect(fileNameProblem(name, 'win32')).toBe('is reserved on Windows');
    expect(fileNameProblem(name, 'linux')).toBeUndefined();
  });

  it.each(['console.blp', 'com10.blp', 'aux2.blp', 'null', 'a.con', ' a', '.a', 'a b.blp'])(
    'is let through on Windows when it is %j',
    (name) => {
      expect(fileNameProblem(name, 'win32')).toBeUndefined();
    },
  );

  it('is as long as the system allows', () => {
    const name = 'ä'.repeat(128);
    expect(fileNameProblem(name, 'linux')).toBe('is longer than 255 bytes');
    expect(fileNameProblem(name, 'win32')).toBeUndefined();
    expect(fileNameProblem('x'.repeat(256), 'win32')).toBe('is longer than 255 characters');
  });
});

describe('the key of a path', () => {
  const composed = '/data/T\u00e9mp.blp';
  const decomposed = '/data/te\u0301mp.blp';

  it.each(['darwin', 'win32'] as const)('is the same for all spellings of a name on %s', (platform) => {
    expect(pathKey(composed, platform)).toBe(pathKey(decomposed, platform));
  });

  it('differs between them on Linux', () => {
    expect(pathKey('/a/T.blp', 'linux')).not.toBe(pathKey('/a/t.blp', 'linux'));
  });
});
