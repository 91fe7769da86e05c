/**
 * The rooms (folders) of the source tree and what each may import: the table of the architecture, as data.
 *
 * A file belongs to the room with the longest matching path. Every room may import itself; `mayImport` names the others.
 *
 * - `typesOnly`: imports from other rooms must be `import type`.
 * - `builtins`: Node's own modules (`node:fs`).
 * - `packages`: npm packages other than electron: all of them, or those that are named.
 * - `electron`: the module that only exists in Electron.
 *
 * @typedef {object} Room
 * @property {string} path folder or file, relative to the root
 * @property {readonly string[] | 'anything'} mayImport
 * @property {boolean} [typesOnly]
 * @property {boolean} [builtins]
 * @property {boolean | readonly string[]} [packages]
 * @property {boolean} [electron]
 */

/** @type {readonly Room[]} */
export const rooms = [
  { path: 'shared/format', mayImport: [] },
  { path: 'shared/commands', mayImport: ['shared/format'] },
  { path: 'shared/compare', mayImport: ['shared/format', 'shared/commands'] },
  { path: 'shared/contract', mayImport: ['shared/format', 'shared/compare'], typesOnly: true, packages: ['zod'] },
  { path: 'shared/errors', mayImport: ['shared/format', 'shared/contract'] },
  { path: 'native', mayImport: [], builtins: true },
  { path: 'electron/engine', mayImport: ['shared/format', 'native'], builtins: true, packages: true },
  { path: 'electron/threads', mayImport: [], builtins: true },
  {
    path: 'electron/inspect',
    mayImport: ['electron/engine', 'electron/exchange', 'electron/remote', 'electron/threads', 'shared', 'native'],
    builtins: true,
    packages: true,
  },
  {
    path: 'electron/jobs',
    mayImport: ['electron/engine', 'electron/exchange', 'electron/remote', 'electron/threads', 'shared'],
    builtins: true,
    packages: true,
  },
  {
    path: 'electron/bench',
    mayImport: ['electron/engine', 'electron/exchange', 'electron/threads', 'native', 'shared'],
    builtins: true,
    packages: true,
  },
  { path: 'electron/exchange', mayImport: ['electron/engine', 'native', 'shared'], builtins: true, packages: true },
  { path: 'electron/remote', mayImport: ['electron/engine', 'shared'], builtins: true, packages: true },
  {
    path: 'electron/host',
    mayImport: [
      'electron/bench',
      'electron/inspect',
      'electron/jobs',
      'electron/remote',
      'electron/threads',
      'electron/engine',
      'shared',
    ],
    builtins: true,
    packages: true,
  },
  { path: 'electron/desktop', mayImport: ['electron/host', 'shared'], builtins: true, packages: true, electron: true },
  { path: 'electron/main.ts', mayImport: ['electron/desktop', 'electron/host', 'shared'], builtins: true },
  { path: 'electron/preload.ts', mayImport: ['shared'], electron: true },
  { path: 'electron/web', mayImport: ['electron/host', 'shared'], builtins: true, packages: true },
  {
    path: 'electron/cli',
    mayImport: [
      'electron/bench',
      'electron/engine',
      'electron/exchange',
      'electron/jobs',
      'electron/remote',
      'electron/threads',
      'electron/web',
      'shared',
    ],
    builtins: true,
    packages: true,
  },
  { path: 'renderer/data', mayImport: ['shared'], packages: true },
  { path: 'renderer/data/store', mayImport: [], packages: ['react'] },
  { path: 'renderer/format', mayImport: ['shared'], packages: true },
  { path: 'renderer/ui', mayImport: ['renderer/data/store', 'renderer/format', 'shared'], packages: true },
  {
    path: 'renderer/app',
    mayImport: ['renderer/data', 'renderer/format', 'renderer/ui', 'shared'],
    packages: true,
  },
  {
    path: 'renderer/app/shell',
    mayImport: ['renderer/app', 'renderer/data', 'renderer/features', 'renderer/format', 'renderer/ui', 'shared'],
    packages: true,
  },
  ...['compare', 'home', 'inspector', 'jobs', 'settings'].map(featureRoom),
  { path: 'renderer/main.tsx', mayImport: ['renderer/app', 'renderer/data'], packages: true },
  { path: 'renderer/dev', mayImport: ['renderer/app', 'renderer/data', 'shared'], packages: true },
  { path: 'renderer/public', mayImport: [] },
  { path: 'build', mayImport: [], builtins: true, packages: true },
  { path: 'test', mayImport: 'anything', builtins: true, packages: true, electron: true },
];

/**
 * A view of the window. Code that two views need belongs in `renderer/app` or `renderer/ui`.
 *
 * @param {string} name
 * @returns {Room}
 */
function featureRoom(name) {
  return {
    path: `renderer/features/${name}`,
    mayImport: ['renderer/app', 'renderer/data', 'renderer/format', 'renderer/ui', 'shared'],
    packages: true,
  };
}

/**
 * @param {string} file relative to the root, with forward slashes
 * @returns {Room | undefined} undefined for a file in no room
 */
export function roomOf(file) {
  const matching = rooms.filter(({ path }) => isWithin(file, path));
  return matching.sort((a, b) => b.path.length - a.path.length)[0];
}

/**
 * @param {string} file
 * @param {string} path a folder or the file itself
 * @returns {boolean}
 */
export function isWithin(file, path) {
  return file === path || file.startsWith(`${path}/`);
}
