import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { scratchFolder } from '../host/scratch-folder.js';
import { ask } from '../host/typed-calls.js';
import { SocketTransport } from './socket-transport.js';

const program = join(import.meta.dirname, '../../../dist/blpk.cjs');

function serve(cwd: string, ...args: readonly string[]) {
  const environment = { ...process.env, BLOSCPACK_DATA: join(cwd, '.data') };
  const child = spawn(process.execPath, [program, 'serve', '--no-open', ...args], { cwd, env: environment });
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
