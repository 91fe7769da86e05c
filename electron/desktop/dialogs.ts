import { dirname } from 'node:path';
import { app, type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { ChooseWhat, Dialogs } from '../host/host-ports.js';
import type { DesktopStore } from './desktop-store.js';
import type { QuitAnswer } from './quit-protocol.js';

const choosers = {
  files: { title: 'Choose files', properties: ['openFile', 'multiSelections'] },
  folder: { title: 'Choose a folder', properties: ['openDirectory', 'multiSelections'] },
  'output-folder': { title: 'Choose where outputs go', properties: ['openDirectory', 'createDirectory'] },
} as const satisfies Record<ChooseWhat, { title: string; properties: NonNullable<OpenDialogOptions['properties']> }>;

/** The system's file dialogs, each of which opens in its last folder. */
export function createDialogs(window: () => BrowserWindow | undefined, store: DesktopStore): Dialogs {
  return {
    async choose(what, defaultFolder) {
      const { title, properties } = choosers[what];
      const defaultPath = defaultFolder ?? store.current.folders[what] ?? app.getPath('documents');
      const options = { title, properties: [...properties], defaultPath };
      const parent = window();
      const { canceled, filePaths } = await (parent
        ? dialog.showOpenDialog(parent, options)
        : dialog.showOpenDialog(options));
      const first = filePaths[0];
      if (canceled || first === undefined) return [];
      const folder = what === 'files' ? dirname(first) : first;
      store.remember({ folders: { ...store.current.folders, [what]: folder } });
      return filePaths;
    },
  };
}

const finishing = ['Keep finishing', 'Quit and cancel'] as const;
const working = ['Keep working', 'Finish, then quit', 'Quit and cancel'] as const;

const answers: Readonly<Record<string, QuitAnswer>> = {
  'Keep finishing': 'finish',
  'Finish, then quit': 'finish',
  'Keep working': 'stay',
  'Quit and cancel': 'cancel',
};

/** Asks the user what to do with running jobs. Dismissing the dialog changes nothing. */
export async function askBeforeQuit(
  window: BrowserWindow | undefined,
  jobs: number,
  isFinishing: boolean,
): Promise<QuitAnswer> {
  const buttons = isFinishing ? finishing : working;
  const options = {
    type: 'question' as const,
    message: jobs === 1 ? '1 job is not finished' : `${jobs} jobs are not finished`,
    detail: 'Cancelled jobs leave no output behind. Files that are finished are safe either way.',
    buttons: [...buttons],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
  return answers[buttons[response] ?? buttons[0]] ?? 'stay';
}
