import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desktopNote, type Installation, install, type RunningApp, untilStarted } from './desktop-app.js';
import { callFrom, goodValue } from './page-calls.js';

let installation: Installation;
let running: RunningApp;

describe.skipIf(desktopNote !== '')(`trouble${desktopNote}`, () => {
  beforeEach(async () => {
    installation = install();
    running = await installation.launch();
  });
  afterEach(async () => {
    await running.app.close();
    installation.remove();
  });

  it('shows a page to go on from when the page crashed, and logs it', async () => {
    const { app, page } = running;
    const next = app.waitForEvent('window', { timeout: 60_000 });
    const session = await page.context().newCDPSession(page);
    session.send('Page.crash').catch(() => undefined);
    const again = await next;
    await again.getByRole('heading', { name: 'The window stopped working' }).waitFor();
    await again.getByRole('link', { name: 'Open the window again' }).click();
    await untilStarted(again);
    expect(goodValue(await callFrom(again, 'app.info', undefined)).host).toBe('electron');
    expect(running.log()).toContain('the page is gone: {"reason":"crashed"');
  });

  it('ends a page that hangs and loads it again, with no word of a crash', async () => {
    const { app } = running;
    const next = app.waitForEvent('window', { timeout: 60_000 });
    await app.evaluate(({ BrowserWindow, dialog }) => {
      dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
      BrowserWindow.getAllWindows()[0]?.emit('unresponsive');
    });
    const again = await next;
    await untilStarted(again);
    expect(goodValue(await callFrom(again, 'app.info', undefined)).host).toBe('electron');
    expect(running.log()).toContain('the page was ended, to be loaded again: {"reason":"crashed"');
    expect(running.log()).not.toContain('the page is gone');
  });

  it('logs an exception of its own, says so once, and goes on', async () => {
    const { app, page } = running;
    await app.evaluate(({ dialog }) => {
      const told: unknown[] = [];
      Object.assign(globalThis, { told });
      dialog.showMessageBox = async (...args: unknown[]) => {
        told.push((args.at(-1) as { message: string }).message);
        return { response: 0, checkboxChecked: false };
      };
      setTimeout(() => {
        throw new Error('made by a test');
      });
    });
    await expect.poll(() => running.log()).toContain('uncaught exception: Error: made by a test');
    const told = await app.evaluate(() => (globalThis as unknown as { told: string[] }).told);
    expect(told).toEqual(['The program made a mistake and tries to go on']);
    expect(goodValue(await callFrom(page, 'app.info', undefined)).host).toBe('electron');
  });
});
