import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright';
import { expect } from 'vitest';
import { writeNpyFile } from '../../e2e/made-files.js';
import { fusesOn } from '../../packaging/fuses.js';
import { runningApp } from '../desktop/desktop-app.js';
import { callFrom, goodValue } from '../desktop/page-calls.js';
import { maySandbox } from './electron-under-test.js';
import { killElectron, LIMIT_MS, launchElectron, ownEnvironment } from './launch-electron.js';
import { type Flavour, fileWithFuses, packagedProgram } from './packaged-program.js';
import { doBatch } from './page-work.js';
import { group, type Trial } from './specs.js';

const standIn = 'no asar, no fuses';

group('Packaged', (spec) => {
  spec('starts from its archive', { standIn, needs: packageOf('e2e') }, async (trial) => {
    const { app, page } = await launchPackaged(trial);
    const found = await app.evaluate(({ app: electronApp }) => ({
      name: electronApp.name,
      isPackaged: electronApp.isPackaged,
      path: electronApp.getAppPath(),
      version: electronApp.getVersion(),
    }));
    trial.notes.app = found;
    expect(found).toMatchObject({ isPackaged: true, path: expect.stringMatching(/app\.asar$/) });
    expect(page.url()).toBe('app://bundle/index.html');
    await page.getByRole('navigation', { name: 'Main' }).waitFor({ timeout: LIMIT_MS });
  });

  spec(
    'works in threads from the archive, with the add-on beside it',
    { standIn, needs: packageOf('e2e') },
    async (t) => {
      const { page } = await launchPackaged(t);
      const info = goodValue(await callFrom(page, 'app.info', undefined));
      t.notes.codecs = info.codecs;
      const sample = goodValue(await callFrom(page, 'files.sample', undefined));
      const facts = goodValue(await callFrom(page, 'files.describe', { ids: [...sample] }));
      const ids = facts.filter(({ kind }) => kind === 'npy').map(({ id }) => id);
      const [job] = await doBatch(page, { ids, action: 'compress' });
      const opened = goodValue(await callFrom(page, 'inspect.open', { id: job?.output?.id ?? '' }));
      expect(opened).toMatchObject({ kind: 'container', problems: [] });
    },
  );

  spec('opens the file of its command line', { standIn, needs: packageOf('e2e') }, async (trial) => {
    const folder = scratchFolder();
    const file = join(folder, 'given.npy');
    writeNpyFile(file, 10);
    const { page } = await launchPackaged(trial, [file]);
    await page.getByText('given.npy').first().waitFor({ timeout: LIMIT_MS });
    rmSync(folder, { recursive: true });
  });

  spec('has the fuses of a release', { standIn, needs: packageOf('release') }, async ({ notes }) => {
    const on = fusesOn(fileWithFuses(packageOf('release')()));
    notes.fuses = on;
    expect(on).toEqual(['embeddedAsarIntegrityValidation', 'onlyLoadAppFromAsar', 'wasmTrapHandlers']);
  });

  spec('starts as a release, and reaches its host', { standIn, needs: packageOf('release') }, async () => {
    await withRelease({}, [], async (address) => {
      const browser = await chromium.connectOverCDP(address, { timeout: LIMIT_MS });
      const page = browser.contexts()[0]?.pages()[0];
      if (page === undefined) throw new Error('The release shows no page.');
      await page.getByRole('navigation', { name: 'Main' }).waitFor({ timeout: LIMIT_MS });
      expect(goodValue(await callFrom(page, 'app.info', undefined)).host).toBe('electron');
      await browser.close();
    });
  });

  spec('is no Node for whoever asks for one', { standIn, needs: packageOf('release') }, async () => {
    const folder = scratchFolder();
    const mark = join(folder, 'ran');
    const script = join(folder, 'script.cjs');
    writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
    const demands = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${script}` };
    await withRelease(demands, [script], async () => expect(existsSync(mark)).toBe(false));
    rmSync(folder, { recursive: true });
  });

  spec('lets no debugger into its main process', { standIn, needs: packageOf('release') }, async () => {
    await withRelease({}, ['--inspect=0'], async (_address, printed) => {
      expect(printed.join('\n')).not.toContain('Debugger listening');
    });
  });
});

function packageOf(flavour: Flavour): () => string {
  return () => packagedProgram(flavour);
}

/** The flavour that can be driven, with a user of its own. */
async function launchPackaged(trial: Trial, args: readonly string[] = []) {
  const own = trial.install();
  const executablePath = packagedProgram('e2e');
  const launching = launchElectron({ executablePath, args: [`--user-data-dir=${own.userData}`, ...args] });
  return trial.watch(await runningApp(launching));
}

type Look = (address: string, printed: readonly string[]) => Promise<void>;

/**
 * Starts the release with an environment and arguments of a spec's own, and ends it after a look. Its page can be debugged,
 * which no fuse forbids: `address` is where, known once the program is up.
 */
async function withRelease(environment: Record<string, string>, args: readonly string[], look: Look): Promise<void> {
  const folder = scratchFolder();
  const switches = ['--remote-debugging-port=0', `--user-data-dir=${folder}`, ...(maySandbox ? [] : ['--no-sandbox'])];
  const program = spawn(packagedProgram('release'), [...args, ...switches], {
    env: { ...ownEnvironment(), ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const ended = once(program, 'exit');
  try {
    const printed: string[] = [];
    await look(await debuggerAddress(program, printed), printed);
  } finally {
    killElectron(program);
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

function debuggerAddress(program: ChildProcess, printed: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stderr } = program;
    if (stderr === null) throw new Error('The release was started without standard error.');
    createInterface(stderr).on('line', (line) => {
      printed.push(line);
      const [, address] = /^DevTools listening on (\S+)/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
    program.once('exit', (code) => reject(new Error(`The release ended with ${code}:\n${printed.join('\n')}`)));
  });
}

function scratchFolder(): string {
  return mkdtempSync(join(tmpdir(), 'packaged-'));
}
