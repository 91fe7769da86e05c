import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canSandbox, DOUBLE, desktopNote, type Installation, install, realElectron } from './desktop-app.js';
import { callFrom, eventsOf, goodValue } from './page-calls.js';

let installation: Installation;

describe.skipIf(desktopNote !== '')(`starting${desktopNote}`, () => {
  beforeEach(() => {
    installation = install();
  });
  afterEach(() => installation.remove());

  it('opens the files of the command line in the window', async () => {
    const file = makeFile('given at the start.npy');
    const { app, page } = await installation.launch([pathToFileURL(file).href]);
    await expect.poll(() => eventsOf(page, 'files.opened')).toHaveLength(1);
    expect(await openedNames(page)).toEqual(['given at the start.npy']);
    await app.close();
  });

  it('hands the files of a second start to the first, and ends', async () => {
    const { app, page } = await installation.launch();
    makeFile('later.npy');
    const second = startAgain(['later.npy']);
    expect(await second).toBe(0);
    await expect.poll(() => eventsOf(page, 'files.opened')).toHaveLength(1);
    expect(await openedNames(page)).toEqual(['later.npy']);
    await app.close();
  });

  it('takes files that macOS hands over by an event', async () => {
    const { app, page } = await installation.launch();
    const file = makeFile('double-clicked.blp');
    await app.evaluate(({ app: electronApp }, path) => {
      electronApp.emit('open-file', { preventDefault: () => undefined }, path);
    }, file);
    await expect.poll(() => eventsOf(page, 'files.opened')).toHaveLength(1);
    await app.close();
  });

  it('opens the window where it was', async () => {
    const bounds = { x: 33, y: 44, width: 1000, height: 700 };
    const first = await installation.launch();
    await first.app.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
      bounds,
    );
    await first.app.close();
    const second = await installation.launch();
    const found = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
    expect(found).toEqual(bounds);
    await second.app.close();
  });

  it('keeps its data where they have always been, whatever name people see', async (context) => {
    // Elsewhere the place cannot be moved by the environment, and the test would write among the user's own data.
    if (process.platform !== 'linux') return context.skip('only Linux takes the place from the environment');
    const configuration = join(installation.folder, 'configuration');
    const { app } = await installation.launch([], { userData: false, environment: { XDG_CONFIG_HOME: configuration } });
    const folder = await app.evaluate(({ app: electronApp }) => electronApp.getPath('userData'));
    expect(folder).toBe(join(configuration, 'bloscpack-studio'));
    await app.close();
    expect(existsSync(join(folder, 'desktop.json'))).toBe(true);
  });

  it('starts without the sandbox where it was turned off, and says so in one line', async () => {
    const { app, page, log } = await installation.launch([], { sandbox: false });
    expect(goodValue(await callFrom(page, 'app.info', undefined)).host).toBe('electron');
    expect(log().split('warning: --no-sandbox was given')).toHaveLength(2);
    await app.close();
  });

  it('starts with a damaged memory of its window', async () => {
    writeFileSync(join(installation.userData, 'desktop.json'), '{"version": 1, "window": "no"');
    const { app, page } = await installation.launch();
    expect(goodValue(await callFrom(page, 'app.info', undefined)).host).toBe('electron');
    await app.close();
    expect(JSON.parse(readFileSync(join(installation.userData, 'desktop.json'), 'utf8'))).toMatchObject({ version: 1 });
  });
});

function makeFile(name: string): string {
  const path = join(installation.folder, name);
  if (!existsSync(path)) writeFileSync(path, 'x');
  return path;
}

async function openedNames(page: Parameters<typeof eventsOf>[0]): Promise<readonly string[]> {
  const [event] = await eventsOf(page, 'files.opened');
  if (event === undefined) throw new Error('No files were opened.');
  // The name decides the payload's type; the pair is one type only for the sender.
  const { ids } = event.payload as { readonly ids: readonly string[] };
  return goodValue(await callFrom(page, 'files.describe', { ids: [...ids] })).map(({ name }) => name);
}

/** Starts the program once more for the same user, and answers its exit status. */
async function startAgain(files: readonly string[]): Promise<unknown> {
  const program = join(installation.folder, 'program');
  const args = [...(canSandbox ? [] : ['--no-sandbox']), `--user-data-dir=${installation.userData}`, program, ...files];
  const env = { ...process.env, ELECTRON_DOUBLE_NODE: process.execPath };
  const child = spawn(realElectron ?? DOUBLE, args, { cwd: installation.folder, env, stdio: 'ignore' });
  const [status] = await once(child, 'exit');
  return status;
}
