import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { arangeMember, writeZip } from '../electron/engine/arrays/zip-file.js';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the harness runs without a build
import { blpk } from './operations.mjs';
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript, which the harness runs without a build
import { buildShim, readCalls, shimEnvironment } from './shim.mjs';

test('a new folder of containers is flushed, and so is the folder that it is in', async (context) => {
  const shim = buildShim();
  if ('missing' in shim) return context.skip(shim.missing);
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'blpk-new-folder-')));
  onTestFinished(() => rmSync(scratch, { recursive: true }));
  const npz = join(scratch, 'z.npz');
  writeFileSync(npz, await writeZip([arangeMember('a.npy', 9)]));
  const log = join(tmpdir(), `blpk-new-folder-${process.pid}.log`);
  onTestFinished(() => rmSync(log));
  const env = shimEnvironment(shim.path, scratch, { log });
  const { status, stderr } = spawnSync(process.execPath, [blpk, 'pack', npz], { cwd: scratch, env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const flushed = readCalls(log).flatMap(({ name, path }) => (name === 'fsync' ? [path] : []));
  expect(flushed).toEqual(expect.arrayContaining([scratch, join(scratch, 'z')]));
});
