import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/contract/settings.js';
import { dist, type Installation, install, type RunningApp, realElectron } from '../desktop/desktop-app.js';
import { callFrom, goodValue } from '../desktop/page-calls.js';

/**
 * What only a real Electron can show. The first thing to run where its binary is to be had:
 * `E2E_REAL=1 npx vitest run test/electron/real test/electron/desktop`, on Linux under a display.
 */
const note = realElectron ? '' : ' (SKIPPED: needs E2E_REAL=1 and the Electron binary)';

let installation: Installation;
let running: RunningApp;

describe.skipIf(realElectron === undefined)(`a real Electron${note}`, () => {
  beforeAll(async () => {
    installation = install({ renderer: existsSync(join(dist, 'renderer')) ? 'built' : 'small' });
    running = await installation.launch();
  });
  afterAll(async () => {
    await running.app.close();
    installation.remove();
  });

  it('is the version that is pinned', async () => {
    const versions = await running.app.evaluate(() => process.versions);
    expect(versions.electron).toBe('45.4.1');
    expect(Number(versions.node.split('.')[0])).toBe(24);
  });

  it('loads the page from its own scheme', async () => {
    expect(running.page.url()).toBe('app://bundle/index.html');
    expect(await running.page.evaluate('origin')).toBe('app://bundle');
  });

  it('keeps Node away from the page', async () => {
    expect(await running.page.evaluate('[typeof require, typeof process, typeof module].join()')).toBe(
      'undefined,undefined,undefined',
    );
    expect(await running.page.evaluate('Object.keys(bloscpack).length')).toBe(5);
  });

  it('has the add-on in the main process', async () => {
    const { codecs } = goodValue(await callFrom(running.page, 'app.info', undefined));
    expect(Object.keys(codecs)).toContain('lz4');
  });

  it('compresses in a worker thread, where the add-on may not hand out memory of its own', async () => {
    const ids = goodValue(await callFrom(running.page, 'files.sample', undefined));
    const facts = goodValue(await callFrom(running.page, 'files.describe', { ids: [...ids] }));
    const source = facts.find(({ kind }) => kind === 'npy');
    const [preset] = defaultSettings.presets;
    if (source === undefined || preset === undefined) throw new Error('There is no sample or no preset.');
    const batch = {
      items: [{ id: source.id, action: 'compress' as const }],
      options: preset.options,
      place: { kind: 'beside' as const },
      nameTemplate: '{stem} smoke{ext}.blp',
      check: 'compare' as const,
      trashSources: false,
    };
    goodValue(await callFrom(running.page, 'batch.start', { batch, onCollision: 'replace' }));
    const states = async () =>
      goodValue(await callFrom(running.page, 'jobs.list', undefined)).jobs.map(({ state }) => state);
    await expect.poll(states, { timeout: 15_000 }).toContain('done');
  });

  it('takes a file that the system opens', async () => {
    const file = join(installation.folder, 'opened.npy');
    writeFileSync(file, 'x');
    await running.app.evaluate(
      ({ app }, path) => app.emit('open-file', { preventDefault: () => undefined }, path),
      file,
    );
    expect(running.log()).not.toContain('uncaught');
  });

  it('shows progress without complaint', async () => {
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setProgressBar(0.5));
  });

  it('violates none of its own policy', async () => {
    const violations: string[] = [];
    running.page.on('console', (message) => violations.push(message.text()));
    await running.page.reload();
    await running.page.waitForLoadState('load');
    expect(violations.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
  });
});
