/**
 * Loads `blpk` once, up to its first look at its arguments, and forks itself there for each run of it, which costs a small part of a
 * start of Node. A child is a process of its own, and what kills it kills nothing else.
 *
 *   node --single-threaded fork-server.cjs ADDON PROGRAM
 *
 * Descriptor 3 brings runs, one JSON object a line; descriptor 4 takes two lines for each, the child's number and then how it ended;
 * see blpk-runs.mjs.
 */
const { closeSync, openSync, readSync, writeSync } = require('node:fs');
const { dirname, join } = require('node:path');

const RUNS = 3;
const ANSWERS = 4;

const [, , addonPath = '', program = ''] = process.argv;
/** @type {{ fork(): number, wait(pid: number): number, exit(status: number): never, pid(): number }} */
const processes = require(addonPath);
// Whatever runs need of Node, and the add-on, is loaded before the first.
for (const name of ['fs/promises', 'crypto', 'stream', 'os', 'util', 'worker_threads', 'zlib']) require(`node:${name}`);
process.dlopen({ exports: {} }, join(dirname(program), 'native/bloscpack.node'));

// The program's first look at its arguments is where it is forked.
const argv = { get: () => forkForEach(), configurable: true };
Object.defineProperty(process, 'argv', argv);
require(program);

/** In a child, returns its arguments; in the server, ends the process when there are no more runs. */
function forkForEach() {
  for (let run = nextRun(); run !== undefined; run = nextRun()) {
    const pid = processes.fork();
    if (pid === 0) return become(run);
    answer(pid);
    answer(processes.wait(pid));
  }
  return processes.exit(0);
}

/** @returns {import('./blpk-runs.mjs').Run | undefined} undefined at the end */
function nextRun() {
  const line = [];
  const byte = Buffer.alloc(1);
  while (readSync(RUNS, byte) === 1) {
    if (byte[0] === 10) return JSON.parse(Buffer.from(line).toString('utf8'));
    line.push(byte[0]);
  }
  return undefined;
}

/** @param {number} value */
function answer(value) {
  writeSync(ANSWERS, `${value}\n`);
}

/**
 * Makes this process, a child, what the run asks for, and returns its arguments.
 *
 * @param {import('./blpk-runs.mjs').Run} run
 */
function become({ args, cwd, env = {}, stdin = '/dev/null', stdout = '/dev/null', stderr = '/dev/null' }) {
  for (const descriptor of [RUNS, ANSWERS]) closeSync(descriptor);
  // Each gets the number that was closed just before.
  for (const [descriptor, path] of [stdin, stdout, stderr].entries()) {
    closeSync(descriptor);
    openSync(path, descriptor === 0 ? 'r' : 'w');
  }
  process.chdir(cwd);
  Object.defineProperty(process, 'pid', { value: processes.pid() });
  Object.assign(process, { reallyExit: processes.exit });
  process.once('beforeExit', () => process.exit());
  Object.assign(process.env, env);
  const value = [process.execPath, program, ...args];
  Object.defineProperty(process, 'argv', { value });
  return value;
}
