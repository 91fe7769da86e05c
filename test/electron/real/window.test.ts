import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { callFrom, eventsOf, goodValue } from '../desktop/page-calls.js';
import { group } from './specs.js';

/** Wayland lets no program say where its windows go. */
const placesWindows = process.env.WAYLAND_DISPLAY === undefined;

group('Window', (spec) => {
  spec('shows itself', {}, async ({ shared }) => {
    const { app } = await shared();
    const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
    await expect.poll(isVisible).toBe(true);
  });

  spec('opens where it was', {}, async ({ install, notes }) => {
    const own = install();
    const wanted = { x: 33, y: 44, width: 1000, height: 700 };
    const first = await own.launch();
    await first.app.evaluate(
      ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
      wanted,
    );
    const boundsOf = ({ app }: typeof first) =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
    await expect.poll(() => boundsOf(first)).toMatchObject({ width: 1000, height: 700 });
    await first.app.close();
    const second = await own.launch();
    notes.bounds = await boundsOf(second);
    await expect.poll(() => boundsOf(second)).toMatchObject(placesWindows ? wanted : { width: 1000, height: 700 });
  });

  spec('starts with a damaged memory of its place', {}, async ({ install }) => {
    const own = install();
    writeFileSync(join(own.userData, 'desktop.json'), '{"version": 1, "window": "no"');
    const { page } = await own.launch();
    expect(goodValue(await callFrom(page, 'app.info', undefined)).host).toBe('electron');
  });

  spec('does not become smaller than its page', { standIn: 'no window manager' }, async ({ shared }) => {
    const { app } = await shared();
    const size = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setSize(200, 100);
      return window?.getMinimumSize();
    });
    expect(size).toEqual([900, 600]);
    const innerSize = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize());
    await expect.poll(async () => ((await innerSize())?.[0] ?? 0) >= 900).toBe(true);
  });

  spec('sends the commands of the menu to the page', {}, async ({ shared }) => {
    const { app, page } = await shared();
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('go.jobs')?.click());
    const commands = async () => (await eventsOf(page, 'menu.command')).map(({ payload }) => payload);
    await expect.poll(commands).toContainEqual({ command: 'go.jobs' });
  });

  spec(
    'opens the menu by F10',
    { standIn: 'before-input-event is not emitted', applies: process.platform !== 'darwin' },
    async ({ shared }) => {
      const { app } = await shared();
      await app.evaluate(({ BrowserWindow, Menu }) => {
        const menu = Menu.getApplicationMenu();
        if (menu) menu.popup = () => void Object.assign(globalThis, { menuOpened: true });
        BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'F10' });
      });
      const isOpened = () => app.evaluate(() => (globalThis as { menuOpened?: boolean }).menuOpened);
      await expect.poll(isOpened).toBe(true);
    },
  );

  spec('gives the system the theme of the settings', {}, async ({ shared }) => {
    const { app, page } = await shared();
    const source = () => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
    await callFrom(page, 'settings.set', { theme: 'contrast' });
    await expect.poll(source).toBe('dark');
    await callFrom(page, 'settings.set', { theme: 'system' });
    await expect.poll(source).toBe('system');
  });

  spec(
    'gives the page the theme of the settings',
    { standIn: 'nativeTheme does not reach the page' },
    async (trial) => {
      const { page } = await trial.shared();
      const isDark = () => page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`);
      await callFrom(page, 'settings.set', { theme: 'dark' });
      await expect.poll(isDark).toBe(true);
      await callFrom(page, 'settings.set', { theme: 'light' });
      await expect.poll(isDark).toBe(false);
    },
  );

  spec('shows progress and notifications, and keeps the machine awake, without a complaint', {}, async (trial) => {
    const { app, log } = await trial.shared();
    const found = await app.evaluate(({ BrowserWindow, Notification, powerSaveBlocker }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setProgressBar(0.5, { mode: 'normal' });
      window?.setProgressBar(-1, { mode: 'none' });
      const areNotificationsSupported = Notification.isSupported();
      if (areNotificationsSupported) new Notification({ title: 'Batch finished', body: 'made by a spec' }).show();
      const blocker = powerSaveBlocker.start('prevent-app-suspension');
      const isAwake = powerSaveBlocker.isStarted(blocker);
      powerSaveBlocker.stop(blocker);
      return { areNotificationsSupported, isAwake };
    });
    Object.assign(trial.notes, found);
    expect(found.isAwake).toBe(true);
    expect(log()).not.toContain('does not work here');
  });
});
