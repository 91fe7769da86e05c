import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogFile } from '../../../electron/desktop/log-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes a line with its time, and the stack of an error', () => {
  const log = new LogFile(join(folder, 'logs/main.log'), () => new Date(0));
  log.write('something', { reason: 'crashed' });
  log.write('worse', new Error('why'));
  const text = readFileSync(log.path, 'utf8');
  expect(text).toMatch(
    /^1970-01-01T00:00:00.000Z something: \{"reason":"crashed"\}\n1970.* worse: Error: why\n {4}at /,
  );
});

it('makes room when it has grown, and keeps what was there', () => {
  const path = join(folder, 'main.log');
  writeFileSync(path, 'x'.repeat(1 << 20));
  new LogFile(path).write('new');
  expect(readFileSync(path, 'utf8')).toMatch(/new\n$/);
  expect(readFileSync(`${path}.old`, 'utf8')).toHaveLength(1 << 20);
});

it('never throws', () => {
  mkdirSync(join(folder, 'main.log'));
  const circular: { self?: unknown } = {};
  circular.self = circular;
  new LogFile(join(folder, 'main.log')).write('cannot be written');
  new LogFile(join(folder, 'other.log')).write('cannot be said', circular);
  expect(existsSync(join(folder, 'other.log'))).toBe(false);
});
