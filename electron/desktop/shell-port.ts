import { shell } from 'electron';
import type { Shell } from '../host/host-ports.js';

/** The system's file manager and trash. */
export function createShell(): Shell {
  return {
    reveal: (path) => shell.showItemInFolder(path),
    trash: (path) => shell.trashItem(path),
  };
}
