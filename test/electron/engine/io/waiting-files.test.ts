import * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../electron/engine/io/io-error.js';
import * as waiting from '../../../../electron/engine/io/waiting-files.js';
import { scratchFolder } from '../../../scratch-folder.js';

type Files = typeof promises;

/** What a program that uses all of the calls finds. */
async function use(files: Files, folder: string): Promise<readonly unknown[]> {
  const path = (name: string) => join(folder, name);
  await files.mkdir(path('a/b'), { recursive: true });
  const handle = await files.open(path('a/file'), 'wx+', 0o600);
  const written = await handle.write(Uint8Array.of(1, 2, 3, 4, 5), 1, 4, 2);
  const target = new Uint8Array(8);
  const read = await handle.read(target, 1, 7, 0);
  await handle.truncate(5);
  await handle.chmod(0o640);
  await handle.utimes(1000.5, 2000.5);
  await handle.sync();
  await handle.datasync();
  const stat = await handle.stat();
  await handle.chown(stat.uid, stat.gid);
  const { mtimeNs } = await handle.stat({ bigint: true });
  await handle.close();
  await handle.close();
  await files.link(path('a/file'), path('a/second'));
  await files.rename(path('a/second'), path('a/third'));
  await files.writeFile(path('a/text'), 'text');
  await files.chmod(path('a/text'), 0o600);
  await files.utimes(path('a/text'), 1, 2);
  const text = await files.readFile(path('a/text'), 'utf8');
  const { nlink } = await files.lstat(path('a/third'));
  const { size } = await files.stat(path('a/text'));
  const names = (await files.readdir(path('a'))).sort();
  const real = (await files.realpath(path('a/../a'))).slice(folder.length);
  await files.unlink(path('a/third'));
  await files.rmdir(path('a/b'));
  await files.rm(path('a'), { recursive: true });
  return [written.bytesWritten, read.bytesRead, target, stat.mode, stat.size, mtimeNs, text, nlink, size, names, real];
}

async function errorsOf(files: Files, folder: string): Promise<readonly string[]> {
  const path = join(folder, 'none');
  const handle = await files.open(join(folder, 'closed'), 'w');
  await handle.close();
  const calls = [
    () => files.open(path, 'r'),
    () => files.stat(path),
    () => files.unlink(path),
    () => files.readFile(path),
    () => files.readdir(path),
    () => files.realpath(path),
    () => files.readlink(folder),
    () => files.rmdir(path),
    () => files.open(join(folder, 'closed'), 'wx'),
    () => handle.stat(),
    () => handle.read(new Uint8Array(1), 0, 1, 0),
    () => handle.write(new Uint8Array(1), 0, 1, 0),
    () => handle.sync(),
  ];
  return Promise.all(calls.map((call) => call().then(() => 'none', codeOf)));
}

describe('files whose calls wait', () => {
  // It has the part of Node's interface that this program uses.
  const files = waiting as unknown as Files;

  test('give what those of Node give', async () => {
    expect(await use(files, scratchFolder())).toStrictEqual(await use(promises, scratchFolder()));
  });

  test('reject with the errors of Node', async () => {
    expect(await errorsOf(files, scratchFolder())).toStrictEqual(await errorsOf(promises, scratchFolder()));
  });
});
