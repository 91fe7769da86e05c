import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock } from '../../native/index.js';
import { expectNativeError } from './expect-native-error.js';

describe('tryLock', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'blpk-lock-'));
    file = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is held by one descriptor at a time, until that one is closed', () => {
    const [first, second] = [openSync(file, 'w'), openSync(file, 'w')];
    expect(tryLock(first)).toBe(true);
    expect(tryLock(second)).toBe(false);
    closeSync(first);
    expect(tryLock(second)).toBe(true);
    closeSync(second);
  });

  it('refuses an invalid descriptor', async () => {
    await expectNativeError('bad-argument', () => tryLock(-1));
    await expectNativeError('io', () => tryLock(2 ** 20));
  });
});
