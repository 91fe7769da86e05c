import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** `npm start` after its set-up, with a browser that only prints a line. */
const program = `
  import { startApp } from ${JSON.stringify(join(root, 'build/start-app.mjs'))};
  process.exitCode = await startApp([], async () => { console.log('BROWSER'); return 0; });`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bloscpack-start-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function start(environment: Readonly<Record<string, string | undefined>>) {
  const env = { ...process.env, DISPLAY: ':99', ...environment };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [output, errorOutput, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { output, errorOutput, status };
}

/** A program in Electron's place. */
function standIn(script: string): Readonly<Record<string, string>> {
  const path = join(folder, 'electron');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return { ELECTRON_OVERRIDE_DIST_PATH: folder };
}

describe.skipIf(process.platform === 'win32')('starting Electron', () => {
  it('opens no browser when the program succeeds', async () => {
    expect(await start(standIn('exit 0'))).toEqual({ output: '', errorOutput: '', status: 0 });
  });

  it('names the signal that ended it and the remedies, then opens a browser', async () => {
    const { output, status } = await start(standIn('kill -TRAP $$'));
    expect(output).toContain('Electron was ended by the signal SIGTRAP before it showed a window\n');
    if (process.platform === 'linux') expect(output).toContain('--no-sandbox');
    expect(output.endsWith('Opening the app in a browser instead.\nBROWSER\n')).toBe(true);
    expect(status).toBe(0);
  });

  it('says that a library is missing', async () => {
    const { output } = await start(standIn('exit 127'));
    expect(output).toContain('Electron ended with status 127 before it showed a window\n');
    if (process.platform === 'linux') expect(output).toContain('A library is missing');
  });

  it('opens no browser when the user has stopped it', async () => {
    const { output } = await start(standIn('kill -TERM $PPID; exec sleep 60'));
    expect(output).toBe('');
  });

  it('names the folder that has no Electron in it', async () => {
    const { output } = await start({ ELECTRON_OVERRIDE_DIST_PATH: folder });
    expect(output).toBe(
      `ELECTRON_OVERRIDE_DIST_PATH has no Electron: ${folder}: opening the app in a browser instead.\nBROWSER\n`,
    );
  });
});
