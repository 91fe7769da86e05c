/**
 * Modules of Node that are large and that most runs of a program do not need: `child_process` alone, which the parser of the command
 * line requires for subcommands that are programs of their own, costs a tenth of a start.
 */
const LATE = [
  'child_process',
  'crypto',
  'diagnostics_channel',
  'fs/promises',
  'module',
  'net',
  'timers/promises',
  'worker_threads',
  'zlib',
];

/** Loads the module when a member of it is used. On the first line, so that the source map keeps its lines. */
const HELPER = `const requireLate = (name) =>
  new Proxy({}, {
    get: (_, key) => require(name)[key],
    has: (_, key) => key in require(name),
    ownKeys: () => Reflect.ownKeys(require(name)),
    getOwnPropertyDescriptor: (_, key) => ({ ...Reflect.getOwnPropertyDescriptor(require(name), key), configurable: true }),
  });`.replace(/\s+/g, ' ');

/**
 * A plugin for the bundler: a bundle loads these modules when it uses them, and not at its start.
 *
 * @returns {import('vite').Plugin}
 */
export function loadBuiltinsLate() {
  const call = new RegExp(`\\brequire\\((['"\x60])((?:node:)?(?:${LATE.join('|')}))\\1\\)`, 'g');
  return {
    name: 'load-builtins-late',
    renderChunk: (code) => ({ code: HELPER + code.replace(call, 'requireLate("$2")'), map: null }),
  };
}
