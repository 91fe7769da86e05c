/**
 * Times `blpk compress` and `blpk decompress` against the yardsticks beside this file: the floor (`floor.cc`: C-Blosc, threads
 * and the file system, nothing else), the reference's loop on python-blosc (`reference_loop.py`), and `cp`. Whole processes,
 * interleaved in rounds so that drift of the machine hits all alike, on files in memory-backed storage; medians and ratios are
 * printed.
 *
 *   npm run bench [-- --rounds 7 --mib 512 --chunk-kib 1024 --data walk,linspace,noise]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ownCodecs } from '../native/own-codecs.mjs';
import { dataSets, generate } from './data.mjs';
import { median, runProcess } from './measure.mjs';

const root = join(import.meta.dirname, '../..');
const blpk = join(root, 'dist/blpk.cjs');
const threads = String(availableParallelism());

/** What the project promises of its defaults, checked on the first data set named. */
const LIMITS = { floorRatio: 1.5, referenceRatio: 0.9, peakMib: 200 };

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    mib: { type: 'string', default: '512' },
    'chunk-kib': { type: 'string', default: '1024' },
    data: { type: 'string', default: dataSets.join(',') },
  },
});

const chunkBytes = String(Number(options['chunk-kib']) * 2 ** 10);

function buildFloor() {
  const folder = join(root, 'dist/bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'floor');
  const source = join(import.meta.dirname, 'floor.cc');
  const run = spawnSync('g++', ['-O2', '-o', file, source, ...ownCodecs], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the floor could not be built: ${run.stderr ?? run.error}`);
  return file;
}

/** Debian's own Python, which has python3-blosc; another one in the PATH usually does not. */
function pythonWithBlosc() {
  return ['/usr/bin/python3', 'python3'].find((python) => spawnSync(python, ['-c', 'import blosc']).status === 0);
}

function contenders(folder, floor, python) {
  const at = (name) => join(folder, name);
  const [plain, packed] = [at('in.dat'), at('in.blp')];
  const loop = join(import.meta.dirname, 'reference_loop.py');
  const node = process.execPath;
  return {
    compress: {
      blpk: [node, blpk, '-f', 'compress', '-z', chunkBytes, plain, at('blpk.blp')],
      floor: [floor, 'c', plain, at('floor.blp'), threads, chunkBytes],
      ...(python && { reference: [python, loop, 'c', plain, at('reference.blp'), chunkBytes] }),
      cp: ['cp', plain, at('cp.dat')],
    },
    decompress: {
      blpk: [node, blpk, '-f', 'decompress', packed, at('blpk.dat')],
      floor: [floor, 'd', packed, at('floor.dat'), threads],
      ...(python && { reference: [python, loop, 'd', packed, at('reference.dat')] }),
      cp: ['cp', plain, at('cp.dat')],
    },
  };
}

/** Every contender once a round, outputs removed before each run: all of them write new files. */
function timeRounds(commands, rounds) {
  const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of Object.entries(commands)) {
      rmSync(
        command[0] === 'cp' ? command[2] : command.find((word) => /[/\\](blpk|floor|reference)\.(blp|dat)$/.test(word)),
        {
          force: true,
        },
      );
      results[name].push(runProcess(command));
    }
  }
  return results;
}

function report(title, results) {
  const ours = median(results.blpk.map((run) => run.elapsedMs));
  console.log(`\n${title}`);
  console.log('  contender     median      spread          peak      ours / this');
  for (const [name, runs] of Object.entries(results)) {
    const times = runs.map((run) => run.elapsedMs);
    const middle = median(times);
    const spread = `${Math.min(...times).toFixed(0)}..${Math.max(...times).toFixed(0)} ms`;
    const peak = `${Math.max(...runs.map((run) => run.peakMib)).toFixed(0)} MiB`;
    const ratio = name === 'blpk' ? '' : (ours / middle).toFixed(2);
    console.log(
      `  ${name.padEnd(12)}${`${middle.toFixed(0)} ms`.padStart(8)}  ${spread.padStart(14)}  ${peak.padStart(9)}  ${ratio.padStart(9)}`,
    );
  }
}

/** The promises that do not hold, in words. */
function broken(title, results) {
  const time = (name) => results[name] && median(results[name].map((run) => run.elapsedMs));
  const peakMib = Math.max(...results.blpk.map((run) => run.peakMib));
  const checks = [
    ['of the floor', time('blpk') / time('floor'), LIMITS.floorRatio],
    ['of the reference loop', results.reference ? time('blpk') / time('reference') : 0, LIMITS.referenceRatio],
    ['MiB at the peak', peakMib, LIMITS.peakMib],
  ];
  return checks
    .filter(([, found, limit]) => found > limit)
    .map(([what, found, limit]) => `${title}: ${found.toFixed(2)} ${what}, the limit is ${limit}`);
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function benchDataSet(name, sizeBytes, rounds, folder, floor, python) {
  const plain = openSync(join(folder, 'in.dat'), 'w');
  for (const piece of generate(name, sizeBytes)) writeSync(plain, piece);
  closeSync(plain);
  const commands = contenders(folder, floor, python);
  runProcess([floor, 'c', join(folder, 'in.dat'), join(folder, 'in.blp'), '1', chunkBytes]);
  const failures = [];
  for (const [operation, group] of Object.entries(commands)) {
    const results = timeRounds(group, rounds);
    const title = `${operation} ${name}, ${sizeBytes / 2 ** 20} MiB, chunks of ${options['chunk-kib']} KiB, ${rounds} rounds, ${threads} threads`;
    report(title, results);
    failures.push(...broken(title, results));
  }
  if (hashOf(join(folder, 'blpk.dat')) !== hashOf(join(folder, 'in.dat')))
    failures.push(`${name}: the data came back changed`);
  if (hashOf(join(folder, 'blpk.blp')) !== hashOf(join(folder, 'in.blp')))
    failures.push(`${name}: not the floor's bytes`);
  return failures;
}

const rounds = Number(options.rounds);
const sizeBytes = Number(options.mib) * 2 ** 20;
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'blpk-bench-'));
try {
  const floor = buildFloor();
  const python = pythonWithBlosc();
  if (!python) console.log('reference loop left out: no python3 with the blosc module (Debian: python3-blosc)');
  const names = options.data.split(',');
  const failures = names.map((name) => benchDataSet(name, sizeBytes, rounds, folder, floor, python));
  const promised = failures[0] ?? [];
  console.log(promised.length === 0 ? `\nthe promises hold on ${names[0]}` : `\n${promised.join('\n')}`);
  const elsewhere = failures.slice(1).flat();
  if (elsewhere.length > 0) console.log(`beyond the promised data set:\n${elsewhere.join('\n')}`);
  process.exitCode = promised.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
