import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { Installation } from '../desktop/desktop-app.js';
import { callFrom, eventsOf, goodValue } from '../desktop/page-calls.js';
import { electronUnderTest, maySandbox, pinnedVersion } from './electron-under-test.js';
import { ownEnvironment } from './launch-electron.js';
import { codecsInMain, roundTripsInMain } from './main-add-on.js';
import { group } from './specs.js';

const codecs = ['blosclz', 'lz4', 'lz4hc', 'snappy', 'zlib', 'zstd'];

group('Start', (spec) => {
  spec('is the Electron that is pinned', {}, async ({ shared, notes }) => {
    const { app } = await shared();
    const versions = await app.evaluate(() => ({ ...process.versions, electron: process.versions.electron }));
    notes.versions = versions;
    expect(versions.electron).toBe(pinnedVersion);
  });

  spec(
    'has the Node that the tests are run on too',
    { standIn: 'it runs on the Node that runs the tests' },
    async (t) => {
      const { app } = await t.shared();
      expect(await app.evaluate(() => process.versions.node.split('.')[0])).toBe('24');
    },
  );

  spec('writes nothing into its log', {}, async ({ shared }) => {
    const { page, log } = await shared();
    goodValue(await callFrom(page, 'app.info', undefined));
    // Where there can be no sandbox, a line says so.
    const lines = log().split('\n');
    expect(lines.filter((line) => line !== '' && (maySandbox || !/sandbox/i.test(line)))).toEqual([]);
  });

  spec('has the add-on with all its codecs', {}, async ({ shared, notes }) => {
    const { app, page } = await shared();
    const info = goodValue(await callFrom(page, 'app.info', undefined));
    notes.codecs = info.codecs;
    notes.loaded = await codecsInMain(app);
    expect(info).toMatchObject({ host: 'electron', version: '9.8.7' });
    expect(Object.keys(info.codecs).sort()).toEqual(codecs);
  });

  spec('compresses and decompresses in the main process, with every codec', {}, async ({ shared, notes }) => {
    const { app } = await shared();
    const trips = await roundTripsInMain(app, 2 ** 22);
    notes.trips = trips;
    expect(trips.map(({ same }) => same)).toEqual(codecs.map(() => true));
  });

  spec(
    'takes buffers of half a GiB out of the memory cage',
    { standIn: 'Node has no memory cage' },
    async ({ shared, notes }) => {
      const { app } = await shared();
      const [trip] = await roundTripsInMain(app, 2 ** 29, ['lz4']);
      notes.trip = trip;
      expect(trip?.same).toBe(true);
    },
  );

  spec('opens the files of the command line', {}, async ({ install }) => {
    const own = install();
    const { page } = await own.launch([pathToFileURL(makeFile(own, 'given at the start.npy')).href]);
    expect(await openedNames(page)).toEqual(['given at the start.npy']);
  });

  spec('hands the files of a second start to the first, and ends', {}, async ({ install }) => {
    const own = install();
    const { page } = await own.launch();
    makeFile(own, 'later.npy');
    expect(await startAgain(own, ['later.npy'])).toBe(0);
    expect(await openedNames(page)).toEqual(['later.npy']);
  });

  spec('takes a file that the system hands over by an event', {}, async ({ install }) => {
    const own = install();
    const { app, page } = await own.launch();
    await app.evaluate(
      ({ app: electronApp }, path) => electronApp.emit('open-file', { preventDefault: () => undefined }, path),
      makeFile(own, 'double-clicked.blp'),
    );
    expect(await openedNames(page)).toEqual(['double-clicked.blp']);
  });

  spec('starts without the sandbox where it was turned off, and says so in one line', {}, async ({ install }) => {
    const { page, log } = await install().launch([], { sandbox: false });
    expect(goodValue(await callFrom(page, 'app.info', undefined)).host).toBe('electron');
    expect(log().split('warning: --no-sandbox was given')).toHaveLength(2);
  });

  spec(
    'keeps its data where they have always been, whatever name people see',
    // Elsewhere the place cannot be moved by the environment, and the spec would write among the user's own data.
    { applies: process.platform === 'linux' },
    async ({ install }) => {
      const own = install();
      const configuration = join(own.folder, 'configuration');
      const { app } = await own.launch([], { userData: false, environment: { XDG_CONFIG_HOME: configuration } });
      const folder = await app.evaluate(({ app: electronApp }) => electronApp.getPath('userData'));
      expect(folder).toBe(join(configuration, 'bloscpack-studio'));
      await app.close();
      expect(existsSync(join(folder, 'desktop.json'))).toBe(true);
    },
  );
});

function makeFile({ folder }: Installation, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, 'x');
  return path;
}

async function openedNames(page: Page): Promise<readonly string[]> {
  await expect.poll(() => eventsOf(page, 'files.opened')).toHaveLength(1);
  const [event] = await eventsOf(page, 'files.opened');
  if (event === undefined) throw new Error('No files were opened.');
  // The name decides the payload's type; the pair is one type only for the sender.
  const { ids } = event.payload as { readonly ids: readonly string[] };
  return goodValue(await callFrom(page, 'files.describe', { ids: [...ids] })).map(({ name }) => name);
}

/** Starts the program once more for the same user, from its folder, and answers its exit status. */
async function startAgain(own: Installation, files: readonly string[]): Promise<unknown> {
  const switches = [...(maySandbox ? [] : ['--no-sandbox']), `--user-data-dir=${own.userData}`];
  const args = [...switches, join(own.folder, 'program'), ...files];
  const options = { cwd: own.folder, env: ownEnvironment(), stdio: 'ignore' } as const;
  const [status] = await once(spawn(electronUnderTest.path, args, options), 'exit');
  return status;
}
