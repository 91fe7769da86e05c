/**
 * Builds the native fuzzers with clang and runs them: libFuzzer, AddressSanitizer, UndefinedBehaviorSanitizer, LeakSanitizer.
 *
 * CMAKE_PREFIX_PATH names another C-Blosc and zlib than the add-on's, for example one built with `-fsanitize=address,fuzzer-no-link`:
 * then libFuzzer sees its branches and the sanitizer its memory.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clangPackages, hasFuzzingClang, installClang } from '../../../build/setup/clang.mjs';
import { ownCodecs, zstdHeaders } from '../../native/own-codecs.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const core = join(root, 'native/src/core');
const work = join(root, 'dist/fuzz/native');

/** Each has its seeds and its corpus under its name. */
const HARNESSES = [
  { name: 'chunk', sources: ['chunk.cc', 'chunk-mutator.cc'] },
  { name: 'round-trip', sources: ['round-trip.cc'] },
  { name: 'jobs', sources: ['jobs.cc'] },
];

const FLAGS = [
  '-std=c++17',
  '-g',
  '-O1',
  '-fno-omit-frame-pointer',
  '-fsanitize=fuzzer,address,undefined,float-cast-overflow',
  '-fno-sanitize-recover=all',
];
const WARNINGS = ['-Wall', '-Wextra', '-Werror'];
const INCLUDES = [
  `-I${join(root, 'native/src')}`,
  `-I${here}`,
  ...ownCodecs.filter((argument) => argument.startsWith('-I')),
  ...zstdHeaders,
];

const SANITIZERS = {
  ASAN_OPTIONS: 'detect_leaks=1:quarantine_size_mb=16',
  UBSAN_OPTIONS: 'print_stacktrace=1',
};

const APT_LINE = `apt-get install ${clangPackages().join(' ')}`;

const coreSources = () => coreFiles().filter((file) => file.endsWith('.cc'));
const coreFiles = () => readdirSync(core).map((file) => join(core, file));

/** Why the fuzzers cannot be built here; undefined when they can. Installs the compiler where that may be done. */
export function missingCompiler() {
  installClang();
  return hasFuzzingClang() ? undefined : `clang++ with libFuzzer is not installed (${APT_LINE})`;
}

/** Every harness for `seconds` or `cases`, one after the other. `seeds` is the program that writes the seeds. */
export async function runNative({ seeds, cases, seconds, seed, saveTo, env }) {
  await Promise.all(HARNESSES.map(build));
  const run = spawnSync(process.execPath, [seeds, join(work, 'seeds')], { env, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the seeds could not be made: ${run.stderr}`);
  mkdirSync(saveTo, { recursive: true });
  const results = [];
  for (const { name } of HARNESSES) results.push(await fuzz(name, { cases, seconds, seed, saveTo }));
  return results;
}

/** What the compiler of the add-on says of the harnesses' sources, and of headers that those of the core miss; empty when all is well. */
export async function sourceErrors() {
  const harnesses = HARNESSES.flatMap(({ sources }) => sources.map((file) => join(here, file)));
  const checked = ['-std=c++17', ...WARNINGS, ...INCLUDES];
  const { output } = await run('c++', [...checked, '-fsyntax-only', ...harnesses]);
  const { output: missing } = await run('c++', [...checked, '-M', '-MF', '/dev/null', ...coreSources()]);
  return output + missing;
}

/** Compiles, unless the same sources were compiled before. */
async function build({ name, sources }) {
  const target = join(work, name);
  const stamp = `${target}.sha256`;
  const args = compilerArguments(sources, target);
  const digest = digestOf(args);
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  mkdirSync(work, { recursive: true });
  const { status, output } = await run('clang++', args);
  if (status !== 0) throw new Error(`the fuzzer ${name} could not be built; it needs ${APT_LINE}\n${output}`);
  writeFileSync(stamp, digest);
}

function compilerArguments(sources, target) {
  const prefix = process.env.CMAKE_PREFIX_PATH;
  const others = [`-I${prefix}/include`, `-L${prefix}/lib`, `-Wl,-rpath,${prefix}/lib`, '-lblosc', '-lz', ...ownCodecs];
  const files = [...sources.map((file) => join(here, file)), ...coreSources()];
  return [...FLAGS, ...WARNINGS, ...INCLUDES, ...files, ...(prefix ? others : ownCodecs), '-o', target];
}

function digestOf(args) {
  const hash = createHash('sha256').update(args.join('\n'));
  const own = readdirSync(here).map((file) => join(here, file));
  for (const file of [...own, ...coreFiles()].filter((it) => /\.(cc|h)$/.test(it))) hash.update(readFileSync(file));
  return hash.digest('hex');
}

async function fuzz(name, { cases, seconds, seed, saveTo }) {
  const corpus = join(work, 'corpus', name);
  mkdirSync(corpus, { recursive: true });
  const known = [join(work, 'seeds', name), join(here, '../found/native', name)].filter((folder) => existsSync(folder));
  const options = [
    ...(seconds < Number.POSITIVE_INFINITY ? [`-max_total_time=${Math.ceil(seconds)}`] : []),
    ...(cases < Number.POSITIVE_INFINITY ? [`-runs=${cases}`] : []),
    `-seed=${seed}`,
    '-max_len=16384',
    // Far more than a case takes on a busy machine.
    '-timeout=120',
    '-rss_limit_mb=1024',
    '-print_final_stats=1',
    '-verbosity=0',
    `-dict=${join(here, 'chunk.dict')}`,
    `-artifact_prefix=${join(saveTo, `${name}-`)}`,
  ];
  const { status, output } = await run(join(work, name), [...options, corpus, ...known]);
  const executions = Number(/number_of_executed_units: (\d+)/.exec(output)?.[1] ?? 0);
  const peakBytes = Number(/peak_rss_mb: +(\d+)/.exec(output)?.[1] ?? 0) * 2 ** 20;
  return { name, executions, peakBytes, findings: status === 0 ? [] : [finding(output)] };
}

function finding(output) {
  return { file: /Test unit written to (\S+)/.exec(output)?.[1] ?? '', message: output.slice(-6000) };
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...SANITIZERS }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text) => {
      output = (output + text).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}
