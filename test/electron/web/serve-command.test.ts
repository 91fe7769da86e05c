import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { scratchFolder } from '../../scratch-folder.js';
import { until } from '../../until.js';
import { ask } from '../host/typed-calls.js';
import { SocketTransport } from './socket-transport.js';

const program = join(import.meta.dirname, '../../../dist/blpk.cjs');

function serve(cwd: string, ...args: readonly string[]) {
  return start(cwd, ['--no-open', ...args], {});
}

function start(cwd: string, args: readonly string[], more: NodeJS.ProcessEnv) {
  const environment = { ...process.env, BLOSCPACK_DATA: join(cwd, '.data'), ...more };
  const child = spawn(process.execPath, [program, 'serve', ...args], { cwd, env: environment });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  'prints one line with its address, serves this folder, and ends on %s',
  async (signal) => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'a.dat'), 'a');
    const child = serve(folder);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]; // what readline gives
    const url = new URL(/^\S+/.exec(line)?.[0] ?? '');
    expect(line).toContain(`ssh -L ${url.port}:127.0.0.1:${url.port}`);
    const web = { origin: url.origin, token: url.hash.slice('#token='.length) };
    const { entries } = await ask(await SocketTransport.open(web), 'files.browse', {});
    expect(entries.map(({ name }) => name)).toEqual(['a.dat']);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);

it.each([
  [['--root', 'nowhere'], 1, "root 'nowhere' does not exist!"],
  [['--port', '70000'], 2, 'Expected a number from 0 to 65535'],
] as const)('refuses %j', async (args, code, message) => {
  const child = serve(scratchFolder(), ...args);
  let text = '';
  child.stderr.on('data', (piece: Buffer) => {
    text += piece.toString();
  });
  expect((await once(child, 'close'))[0]).toBe(code);
  expect(text).toContain(message);
});

it('has no secret in the browser’s arguments, which all users can read', async ({ skip }) => {
  skip(process.platform !== 'linux', 'other systems look for browsers elsewhere too');
  const folder = scratchFolder();
  const args = join(folder, 'args');
  writeFileSync(join(folder, 'chromium'), `#!/bin/sh\necho "$@" > ${args}.new; mv ${args}.new ${args}\n`);
  chmodSync(join(folder, 'chromium'), 0o755);
  const path = `${folder}:${process.env.PATH ?? ''}`;
  const child = start(folder, [], { PATH: path, DISPLAY: ':99', WAYLAND_DISPLAY: '' });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]; // what readline gives
  await until(() => existsSync(args));
  const [, page = ''] = /^--app=file:\/\/(\S+)$/.exec(readFileSync(args, 'utf8').trim()) ?? [];
  expect(readFileSync(page, 'utf8')).toContain(`${new URL(/^\S+/.exec(line)?.[0] ?? '').origin}/launch/`);
  child.kill('SIGINT');
  await once(child, 'exit');
  expect(existsSync(page)).toBe(false);
});

it('says that another server has the queue of the same folders, and shows none of its jobs', async () => {
  const folder = scratchFolder();
  const first = serve(folder);
  await once(createInterface(first.stdout), 'line');
  const second = serve(folder);
  const [notice] = (await once(createInterface(second.stderr), 'line')) as [string]; // what readline gives
  expect(notice).toContain(`another server (process ${first.pid} on `);
});
