import type { MenuItemConstructorOptions } from 'electron';
import type { Settings } from '../../shared/contract/settings.js';
import { APP_NAME } from './identity.js';

type Theme = Settings['theme'];

export interface MenuActions {
  /** A command of the page, by the id it has in the page's registry of shortcuts. */
  command(id: string): void;
  setTheme(theme: Theme): void;
  showLog(): void;
}

export interface MenuState {
  readonly platform: NodeJS.Platform;
  readonly theme: Theme;
  /** Developer tools are offered only when the program runs from its sources. */
  readonly isPackaged: boolean;
}

/** A command of the page. Its keys are spelled as in the page's registry; a test compares both. */
export interface MenuCommand {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
}

const openCommands: readonly MenuCommand[] = [
  { id: 'files.open', label: 'Open Files…', keys: 'Ctrl+O' },
  { id: 'files.open-folder', label: 'Open Folder…', keys: 'Ctrl+Shift+O' },
  { id: 'files.open-address', label: 'Open Address…' },
  { id: 'sample.open', label: 'Open the Sample' },
];

const goCommands: readonly MenuCommand[] = [
  { id: 'go.home', label: 'Home', keys: 'Ctrl+1' },
  { id: 'go.jobs', label: 'Jobs', keys: 'Ctrl+2' },
];

const jobCommands: readonly MenuCommand[] = [
  { id: 'jobs.pause-all', label: 'Pause All' },
  { id: 'jobs.resume-all', label: 'Resume All' },
  { id: 'jobs.cancel-all', label: 'Cancel All…' },
  { id: 'jobs.clear-finished', label: 'Clear Finished' },
];

const helpCommands: readonly MenuCommand[] = [
  { id: 'shortcuts.open', label: 'Keyboard Shortcuts', keys: 'F1' },
  { id: 'help.bloscpack', label: 'What Is Bloscpack?' },
];

const settingsCommand: MenuCommand = { id: 'go.settings', label: 'Settings…', keys: 'Ctrl+,' };
const paletteCommand: MenuCommand = { id: 'palette.open', label: 'All Commands…', keys: 'Ctrl+Shift+P' };

export const menuCommands: readonly MenuCommand[] = [
  ...openCommands,
  ...goCommands,
  ...jobCommands,
  ...helpCommands,
  settingsCommand,
  paletteCommand,
];

const themes = {
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High Contrast',
} as const satisfies Record<Theme, string>;

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The native menu as data. On macOS it includes the application menu. */
export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = state.platform === 'darwin';
  return [
    ...(isMac ? [applicationMenu(actions)] : []),
    { label: '&File', submenu: fileMenu(isMac, actions) },
    { role: 'editMenu' },
    { label: '&View', submenu: viewMenu(state, actions) },
    { label: '&Go', submenu: goCommands.map((command) => itemOf(command, actions)) },
    { label: '&Jobs', submenu: jobCommands.map((command) => itemOf(command, actions)) },
    { role: 'windowMenu' },
    { role: 'help', submenu: helpMenu(actions) },
  ];
}

function applicationMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: APP_NAME,
    submenu: [
      { role: 'about' },
      separator,
      itemOf(settingsCommand, actions),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}

function fileMenu(isMac: boolean, actions: MenuActions): MenuItemConstructorOptions[] {
  const open = openCommands.map((command) => itemOf(command, actions));
  const recent: MenuItemConstructorOptions[] = [
    { role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] },
    separator,
    { role: 'close' },
  ];
  const end: MenuItemConstructorOptions[] = [itemOf(settingsCommand, actions), separator, { role: 'quit' }];
  return [...open, separator, ...(isMac ? recent : end)];
}

function viewMenu({ theme, isPackaged }: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const themeItems = Object.entries(themes).map(
    ([value, label]): MenuItemConstructorOptions => ({
      label,
      type: 'radio',
      checked: value === theme,
      // A key of the table above, whose keys are the themes.
      click: () => actions.setTheme(value as Theme),
    }),
  );
  return [
    itemOf(paletteCommand, actions),
    separator,
    { label: 'Theme', submenu: themeItems },
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
  ];
}

function helpMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  const explain = helpCommands.map((command) => itemOf(command, actions));
  return [...explain, separator, { label: 'Show Log File', click: () => actions.showLog() }];
}

function itemOf({ id, label, keys }: MenuCommand, actions: MenuActions): MenuItemConstructorOptions {
  const item = { id, label, click: () => actions.command(id) };
  return keys === undefined ? item : { ...item, accelerator: keys.replace('Ctrl', 'CommandOrControl') };
}
