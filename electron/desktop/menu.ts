import { app, Menu, shell } from 'electron';
import type { Host } from '../host/host.js';
import type { LogFile } from './log-file.js';
import type { MainWindow } from './main-window.js';
import { menuTemplate } from './menu-template.js';
import { onTheme, TITLE_BAR_HEIGHT, type WindowTheme } from './theme.js';

/** The native menu, rebuilt when the theme changes, because it shows the chosen one. */
export async function registerMenu(host: Host, window: MainWindow, theme: WindowTheme, log: LogFile): Promise<void> {
  const build = () => {
    const state = { platform: process.platform, theme: theme.current, isPackaged: app.isPackaged };
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate(state, {
          command: (command) => window.send({ name: 'menu.command', payload: { command } }),
          setTheme: (chosen) => void host.dispatch('settings.set', { theme: chosen }),
          showLog: () => shell.showItemInFolder(log.path),
        }),
      ),
    );
  };
  await onTheme(host, theme, build);
  build();
  if (process.platform !== 'darwin') openMenuByKey();
}

/** A window that draws its own title bar has no menu bar on Windows and Linux: F10 opens the menu there. */
function openMenuByKey(): void {
  app.on('browser-window-created', (_event, window) => {
    window.webContents.on('before-input-event', (event, input) => {
      if (input.type !== 'keyDown' || input.key !== 'F10' || input.shift || input.control || input.alt) return;
      event.preventDefault();
      Menu.getApplicationMenu()?.popup({ window, x: 0, y: TITLE_BAR_HEIGHT });
    });
  });
}
