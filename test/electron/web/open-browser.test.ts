import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { webDataFolder } from '../../../electron/web/data-folder.js';
import { findOpener, openBrowser } from '../../../electron/web/open-browser.js';
import { scratchFolder } from '../../scratch-folder.js';

function machineWith(...programs: readonly string[]) {
  const folder = scratchFolder();
  for (const program of programs) {
    writeFileSync(join(folder, program), '#!/bin/sh\n');
    chmodSync(join(folder, program), 0o755);
  }
  return { folder, desktop: { platform: 'linux', environment: { PATH: folder, DISPLAY: ':0' } } as const };
}

it('prefers a browser that can show the page in an app window', async () => {
  const { folder, desktop } = machineWith('xdg-open', 'chromium');
  expect(await findOpener('http://x/', desktop)).toEqual({
    program: join(folder, 'chromium'),
    args: ['--app=http://x/'],
    shows: 'app window',
  });
});

it('otherwise uses the system’s opener, and nothing without a screen', async () => {
  const { folder, desktop } = machineWith('xdg-open');
  expect(await findOpener('http://x/', desktop)).toMatchObject({
    program: join(folder, 'xdg-open'),
    args: ['http://x/'],
  });
  expect(await findOpener('http://x/', { platform: 'linux', environment: { PATH: folder } })).toBeUndefined();
  expect(await findOpener('http://x/', machineWith().desktop)).toBeUndefined();
});

it('returns false when a browser cannot be started', async () => {
  expect(await openBrowser({ program: '/nowhere/browser', args: [], shows: 'browser' })).toBe(false);
  expect(await openBrowser({ program: '/bin/true', args: [], shows: 'browser' })).toBe(true);
});

it('stores its data in the system’s folder, or in the given one', () => {
  expect(webDataFolder({ BLOSCPACK_DATA: '/d' })).toBe('/d');
  expect(webDataFolder({ XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/bloscpack-studio-web');
  expect(webDataFolder({ APPDATA: '/roaming' }, 'win32')).toContain('bloscpack-studio-web');
  expect(webDataFolder({}, 'darwin')).toContain('Application Support');
});
