import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeProgram, withSubcommands } from '../../electron/cli/manual/command-facts.js';
import { buildProgram } from '../../electron/cli/program.js';
import { program, runBlpk } from '../electron/cli/run-blpk.js';
import { served, startRangeServer } from '../electron/remote/range-server.js';
import { scratchFolder } from '../scratch-folder.js';
import { type MadeArray, writeNpy, writeNpz, writeRun } from './made-arrays.js';
import { examplesOf, tableCommandsOf } from './page-commands.js';

const scratch = scratchFolder();
/** Everything that an example reads, under the name that it has there. */
const store = join(scratch, 'store');

/** Examples that need S3 or a terminal, or whose programs are not everywhere. */
const LEFT_OUT = /s3:\/\/|meta edit|blpk serve/;
const NEEDS = ['jq', 'python3', 'zcat', 'zsh', 'fish', 'man'].filter(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error !== undefined,
);
/** What makes short the examples that measure. */
const SHORTER: readonly (readonly [RegExp, string])[] = [
  [/^blpk compare /, ' --budget 1s --size 1M'],
  [/^blpk bench-formats /, ' --folder . --contenders npy --repeats 1'],
  [/^blpk bench-formats --(?:dataset|talk)/, ' --sizes small'],
];
/** Names of the store that are outputs in these examples. */
const OUTPUTS =
  /convert .* (\S+?)\/?$|-e \S+ (data\.dat)|streamed\.blp (data\.blp)|--metadata-out (\S+)|- (array\.blp)|b\.blp (arrays\.npz)/;
/** An example whose arrays differ: in their dtype, but not in their values. */
const DIFFERENT = /diff --rtol/;
/** What the patterns of the examples find. */
const FOUND: Readonly<Record<string, readonly string[]>> = {
  '*.dat': ['data.dat', 'today.dat'],
  '*.npy': ['array.npy', 'more.npy'],
  '*.blp': ['a.blp', 'b.blp'],
  'run/*.blp': ['run'],
  'values.txt': ['values.txt', 'a.blp', 'b.blp'],
};

const all = withSubcommands(await describeProgram(buildProgram()));
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const examples = [...all.flatMap(({ notes }) => examplesOf(notes)), ...tableCommandsOf(readme)].filter(
  (example) => !LEFT_OUT.test(example) && !NEEDS.some((name) => new RegExp(`\\b${name}\\b`).test(example)),
);

beforeAll(makeStore, 120_000);

describe.concurrent('the examples of help, and of the table of the README, do what they say', () => {
  test.each(examples)('%s', async (example) => {
    const cwd = mkdtempSync(join(scratch, 'example-'));
    const short = SHORTER.reduce((line, [of, more]) => (of.test(line) ? line + more : line), example);
    for (const name of inputsOf(example)) cpSync(join(store, name), join(cwd, name), { recursive: true });
    const { code, err } = await runBash(await onServer(short), cwd);
    // What goes wrong is said on standard error; what a user may want to know is, too.
    const expected = DIFFERENT.test(example) ? 1 : 0;
    expect({ code, err: code === expected ? '' : err }).toEqual({ code: expected, err: '' });
  });
});

/** The files and folders that an example reads. */
function inputsOf(example: string): readonly string[] {
  const [, ...outputs] = OUTPUTS.exec(example) ?? [];
  const words = example.split(/[\s'"()]+/).map((word) => word.replace(/::\w+$|\/$/, ''));
  return [...new Set(words.flatMap((word) => FOUND[word] ?? word))].filter(
    (name) => existsSync(join(store, name)) && name !== '' && !outputs.includes(name),
  );
}

/** The example with the address of a server that has the files of the store. */
async function onServer(example: string): Promise<string> {
  if (!example.includes('https://')) return example;
  const files = ['run.blp', 'array.blp', 'temperature.blp'].map(
    (name) => [`/${name}`, served(readFileSync(join(store, name)))] as const,
  );
  const { origin } = await startRangeServer(Object.fromEntries(files));
  return example.replaceAll('https://example.org', origin);
}

/** Runs a line as a user does who has `blpk`; the machine behind `ssh` is this one. */
async function runBash(line: string, cwd: string): Promise<{ readonly code: number | null; readonly err: string }> {
  const functions = `blpk() { "${process.execPath}" "${program}" "$@"; }; ssh() { shift; "$@"; }; man() { cat; }`;
  // `| ...` in a help text is any program.
  const script = `set -o pipefail; ${functions}; ${line.replace(/\| \.\.\.$/, '| cat')}`;
  // The output is read: one that goes to the null device looks like a closed one.
  const child = spawn('bash', ['-c', script], { cwd, env: { ...process.env, HOME: cwd } });
  child.stdin.end();
  child.stdout.resume();
  const [err, code] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { code, err };
}

async function makeStore(): Promise<void> {
  mkdirSync(store);
  const path = (name: string) => join(store, name);
  const blpk = async (...args: readonly string[]) => {
    const { code, err } = await runBlpk(args, { cwd: store });
    if (code !== 0) throw new Error(err);
  };
  const array: MadeArray = {
    descr: '<f8',
    shape: [200, 8, 2],
    values: Float64Array.from({ length: 3200 }, (_, at) => Math.sqrt(at)),
  };
  for (const name of ['array.npy', 'temperature.npy', 'temperatures.npy', 'old.npy', 'double.npy', 'more.npy']) {
    writeNpy(path(name), array);
  }
  writeNpy(path('single.npy'), { ...array, descr: '<f4', values: Float32Array.from(array.values) });
  await writeNpz(path('arrays.npz'), { x: array, w: array });
  await writeRun(store);
  await blpk('convert', 'run.npz', 'run/');
  for (const name of ['data.dat', 'today.dat', 'log.dat', 'data.raw', 'temperature.dat']) {
    writeFileSync(path(name), new Uint8Array(array.values.buffer));
  }
  writeFileSync(path('data.dat.gz'), gzipSync(readFileSync(path('data.dat'))));
  writeFileSync(path('about.json'), '{"note": "measured at noon"}');
  const npy = readFileSync(path('array.npy')).toString('base64');
  writeFileSync(path('make.py'), `import base64, sys\nsys.stdout.buffer.write(base64.b64decode("${npy}"))\n`);
  await blpk('compress', '-m', 'about.json', 'data.dat');
  await blpk('compress', 'log.dat');
  await blpk('compress', '-m', 'about.json', 'temperature.dat');
  await blpk('compress', '-m', 'about.json', 'data.dat', 'data.blp');
  await blpk('compress', 'data.dat', 'packed.bin');
  await blpk('compress', '--no-offsets', 'data.dat', 'streamed.blp');
  for (const name of ['array.blp', 'run.blp', 'a.blp', 'b.blp', 'c.blp', 'new.blp', 'temperature.blp']) {
    await blpk('pack', '--chunk-rows', '100', 'array.npy', name);
  }
  await blpk('pack', 'single.npy', 'single.blp');
  await blpk('convert', 'run.npz::times', 'times.blp');
  await blpk('convert', 'run/', 'run.h5');
  cpSync(path('array.blp'), path('bad.blp'));
  await blpk('convert', 'array.npy', 'store.zarr');
  mkdirSync(path('folder'));
  cpSync(path('array.npy'), path('folder/one.npy'));
  cpSync(path('array.blp'), path('folder/two.blp'));
  mkdirSync(path('data'));
  cpSync(path('array.blp'), path('data/array.blp'));
  const { out } = await runBlpk(['digest', 'a.blp', 'b.blp'], { cwd: store });
  writeFileSync(path('values.txt'), out);
}
