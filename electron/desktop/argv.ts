import { posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a process was started. */
export interface Launch {
  /** As in `process.argv`: the executable first. */
  readonly argv: readonly string[];
  /** What relative paths are relative to. */
  readonly cwd: string;
  /** Started as `electron <app>`: the first argument that is no switch is the app itself. */
  readonly defaultApp: boolean;
}

/**
 * The files that a command line names, as absolute paths, whether they exist or not.
 *
 * Switches are left out at any position: Chromium inserts its own anywhere, and macOS adds `-psn_…`. Linux launchers pass
 * `file:` URIs (`%U`). `.` and an `.asar` are the app, not data.
 */
export function filesFromArgv(
  { argv, cwd, defaultApp }: Launch,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const operands = argv.slice(1).filter((argument) => argument !== '' && !argument.startsWith('-'));
  return operands
    .slice(defaultApp ? 1 : 0)
    .filter((argument) => argument !== '.' && !argument.endsWith('.asar'))
    .flatMap((argument) => pathOf(argument, cwd, platform === 'win32'));
}

function pathOf(argument: string, cwd: string, windows: boolean): readonly string[] {
  if (argument.includes('\0')) return [];
  if (!/^file:/i.test(argument)) return [(windows ? win32 : posix).resolve(cwd, argument)];
  try {
    return [fileURLToPath(argument, { windows })];
  } catch {
    // A URI on another host, or one that is no path at all, names no file that could be opened.
    return [];
  }
}
