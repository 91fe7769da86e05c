/**
 * Times `blpk compress`, `decompress` and `verify` against the yardsticks beside this file: the floor (`floor.cc`: C-Blosc, threads
 * and the file system, nothing else), the reference's loop on python-blosc (`reference_loop.py`), and `cp`. Whole processes,
 * interleaved in rounds so that changes of the machine's speed affect all of them, on files in memory-backed storage. Prints medians
 * with quartiles, processor time and peak memory, and what falls short of the targets (`targets.mjs`).
 *
 *   npm run bench [-- --rounds 7 --mib 512 --chunk-bytes 1048576,65536,512 --data linspace,poisson,normal --threads 2 --json FILE]
 *   npm run bench -- --all      sizes of 1 MiB to 4 GiB, chunks of 4 KiB to 16 MiB, one thread and two, every group: hours
 *   npm run bench -- --only codecs,checksums,append,recompress,slices,start,memory     groups alone; `defaults` is the table above
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFloor } from './build-floor.mjs';
import { generate } from './data.mjs';
import { runProcess } from './measure.mjs';
import { otherWork } from './other-work.mjs';
import { report, timeRounds } from './rounds.mjs';
import { inMemoryShortfalls, peakShortfall, shortfalls, startShortfall } from './targets.mjs';

const root = join(import.meta.dirname, '../..');
const blpk = join(root, 'dist/blpk.cjs');
const node = process.execPath;

const { values: options } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    mib: { type: 'string' },
    'chunk-bytes': { type: 'string' },
    data: { type: 'string', default: 'linspace,poisson,normal' },
    threads: { type: 'string' },
    json: { type: 'string' },
    only: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
/** What is measured where the options do not say it: in a short run, and with `--all`. */
const wanted = (given, short, all) => (given ?? (options.all ? all : short)).split(',');
const sizesMib = wanted(options.mib, '512', '1,64,512,4096');
const chunkSizes = wanted(options['chunk-bytes'], '1048576,65536,512', '16777216,1048576,65536,4096,512');
const threadCounts = wanted(options.threads, String(availableParallelism()), '1,2');
/** Groups of what is measured; the short run leaves out those that say little about the targets. */
const groups = ['defaults', ...Object.keys(otherWork), 'start', 'memory'];
const wantedGroups = wanted(options.only, 'defaults,start,memory', groups.join(','));
const unknownGroup = wantedGroups.find((name) => !groups.includes(name));
if (unknownGroup !== undefined) throw new Error(`there is no group '${unknownGroup}', only ${groups.join(', ')}`);
/** Of the other groups, with which every codec takes its time. */
const OTHER_MIB = 64;
const OTHER_CHUNK_BYTES = String(2 ** 20);
const READS = '100';
/** `floor r` reads 100 float64 within a chunk, beginning with one of its first 100. */
const LEAST_BYTES_OF_READ_CHUNK = 200 * 8;
const IN_MEMORY_MIB = 100;

/** Debian's own Python, which has python3-blosc; another one in the PATH usually does not. */
function pythonWithBlosc() {
  return ['/usr/bin/python3', 'python3'].find((python) => spawnSync(python, ['-c', 'import blosc']).status === 0);
}

/** Programs that are on this machine beside the add-on's own kind, as people use them. */
function otherCompressors(threads) {
  const all = {
    gzip: ['gzip'],
    pigz: ['pigz', '-p', threads],
    zstd: ['zstd', '-q', `-T${threads}`],
    lz4: ['lz4', '-q'],
  };
  return Object.entries(all).filter(([name]) => spawnSync(name, ['--version']).status === 0);
}

/** Each writes the data as it does by default, and reads what it wrote. */
function othersOf(operation, threads, at) {
  const entries = otherCompressors(threads).map(([name, [program, ...args]]) => {
    const packed = at(`in.${name}`);
    const script =
      operation === 'compress'
        ? `exec "$0" "$@" -c < '${at('in.dat')}' > '${packed}'`
        : `exec "$0" "$@" -dc < '${packed}' > '${at(`${name}.dat`)}'`;
    const output = operation === 'compress' ? packed : at(`${name}.dat`);
    return [name, { command: ['sh', '-c', script, program, ...args], output }];
  });
  return Object.fromEntries(options.all ? entries : []);
}

/** Commands by operation and contender; the output of each, which is removed before it runs, is its last word but for the floor's. */
function contenders({ folder, floor, python }, { chunkBytes, threads }) {
  const at = (name) => join(folder, name);
  const [plain, packed] = [at('in.dat'), at('in.blp')];
  const loop = join(import.meta.dirname, 'reference_loop.py');
  const own = (...args) => [node, blpk, '-f', '-n', threads, ...args];
  const entry = (command, output) => ({ command, output });
  return {
    compress: {
      blpk: entry(own('compress', '-z', chunkBytes, plain, at('blpk.blp')), at('blpk.blp')),
      floor: entry([floor, 'c', plain, at('floor.blp'), threads, chunkBytes], at('floor.blp')),
      ...(python && { reference: entry([python, loop, 'c', plain, at('r.blp'), chunkBytes], at('r.blp')) }),
      cp: entry(['cp', plain, at('cp.dat')], at('cp.dat')),
      ...othersOf('compress', threads, at),
    },
    decompress: {
      blpk: entry(own('decompress', packed, at('blpk.dat')), at('blpk.dat')),
      floor: entry([floor, 'd', packed, at('floor.dat'), threads], at('floor.dat')),
      ...(python && { reference: entry([python, loop, 'd', packed, at('r.dat')], at('r.dat')) }),
      cp: entry(['cp', plain, at('cp.dat')], at('cp.dat')),
      ...othersOf('decompress', threads, at),
    },
    verify: { blpk: entry(own('verify', packed)) },
    ...(Number(chunkBytes) >= LEAST_BYTES_OF_READ_CHUNK && {
      'random reads': {
        blpk: entry([node, join(import.meta.dirname, 'random-reads.cjs'), packed, READS]),
        floor: entry([floor, 'r', packed, READS]),
      },
    }),
  };
}

async function hashOf(file) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece);
  return hash.digest('hex');
}

/** Throws unless both programs wrote the same container and gave the data back. */
async function requireSameFiles(folder) {
  for (const [one, other] of [
    ['blpk.dat', 'in.dat'],
    ['blpk.blp', 'in.blp'],
  ]) {
    if ((await hashOf(join(folder, one))) !== (await hashOf(join(folder, other)))) {
      throw new Error(`${one} and ${other} differ`);
    }
  }
}

async function benchCase(where, { dataSet, mib, chunkBytes, threads }) {
  const { folder, floor } = where;
  runProcess([floor, 'c', join(folder, 'in.dat'), join(folder, 'in.blp'), '1', chunkBytes]);
  const cases = [];
  for (const [operation, entries] of Object.entries(contenders(where, { chunkBytes, threads }))) {
    const results = timeRounds(entries, rounds);
    const title = `${operation} ${dataSet}, ${mib} MiB in chunks of ${chunkBytes} bytes, ${threads} threads, ${rounds} rounds`;
    report(title, results);
    cases.push({ operation, dataSet, mib: Number(mib), chunkBytes: Number(chunkBytes), threads, results });
  }
  await requireSameFiles(folder);
  return cases;
}

function writeData(folder, dataSet, mib) {
  const plain = openSync(join(folder, 'in.dat'), 'w');
  for (const piece of generate(dataSet, Number(mib) * 2 ** 20)) writeSync(plain, piece);
  closeSync(plain);
}

async function benchDefaults(where) {
  const cases = [];
  for (const dataSet of options.data.split(',')) {
    for (const mib of sizesMib) {
      writeData(where.folder, dataSet, mib);
      for (const chunkBytes of chunkSizes) {
        for (const threads of threadCounts) {
          cases.push(...(await benchCase(where, { dataSet, mib, chunkBytes, threads })));
        }
      }
    }
  }
  return cases;
}

/** The groups of other-work.mjs, on a random walk. */
function benchOther({ folder, floor }) {
  const wantedWork = wantedGroups.filter((group) => group in otherWork);
  if (wantedWork.length === 0) return [];
  const at = (name) => join(folder, name);
  writeData(folder, 'walk', OTHER_MIB);
  runProcess([floor, 'c', at('in.dat'), at('in.blp'), '1', OTHER_CHUNK_BYTES]);
  const measured = [];
  for (const group of wantedWork) {
    for (const threads of threadCounts) {
      const ownCommand = (...args) => [node, blpk, '-f', '-n', threads, ...args];
      const place = { at, floor, blpk: ownCommand, chunkBytes: OTHER_CHUNK_BYTES, threads };
      for (const { what, contenders: entries } of otherWork[group](place)) {
        const title = `${what}: walk, ${OTHER_MIB} MiB in chunks of ${OTHER_CHUNK_BYTES} bytes, ${threads} threads, ${rounds} rounds`;
        const results = timeRounds(entries, rounds);
        report(title, results);
        measured.push({ group, what, threads, title, results });
      }
    }
  }
  return measured;
}

function benchStart() {
  const results = timeRounds({ blpk: { command: [node, blpk, '--version'] } }, rounds);
  report('start: blpk --version', results);
  return results;
}

/** An array in memory, there and back, by the engine and by the floor in turn: the least of all passes. */
function benchInMemory({ folder, floor }) {
  writeData(folder, 'poisson', IN_MEMORY_MIB);
  const args = [join(folder, 'in.dat'), String(availableParallelism()), String(2 ** 20), '5'];
  const commands = {
    engine: [node, '--expose-gc', join(import.meta.dirname, 'in-memory.mjs'), ...args],
    floor: [floor, 'm', ...args],
  };
  const results = { engine: [], floor: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, [program, ...rest]] of Object.entries(commands)) {
      results[name].push(spawnSync(program, rest, { encoding: 'utf8' }).stdout.trim().split(' ').map(Number));
    }
  }
  const least = (runs) => runs.reduce((one, other) => one.map((ms, index) => Math.min(ms, other[index])));
  const [engine, inC] = [least(results.engine), least(results.floor)];
  console.log(`\nin memory: ${IN_MEMORY_MIB} MiB of poisson, chunks of 1 MiB, ms (of the processors)`);
  for (const [index, operation] of ['pack', 'unpack'].entries()) {
    const text = (times) => `${times[index].toFixed(0)} (${times[index + 2].toFixed(0)})`;
    console.log(`  ${operation.padEnd(8)} engine ${text(engine)}, floor ${text(inC)}`);
  }
  return { engine, floor: inC };
}

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'blpk-bench-'));
try {
  const where = { folder, floor: buildFloor(), python: pythonWithBlosc() };
  if (!where.python) console.log('reference loop left out: no python3 with the blosc module (Debian: python3-blosc)');
  const cases = wantedGroups.includes('defaults') ? await benchDefaults(where) : [];
  const other = benchOther(where);
  const start = wantedGroups.includes('start') ? benchStart() : undefined;
  const inMemory = wantedGroups.includes('memory') ? benchInMemory(where) : undefined;
  if (options.json) writeFileSync(options.json, JSON.stringify({ options, cases, other, start, inMemory }, null, 2));
  const short = [
    ...shortfalls(cases),
    ...other.flatMap(({ title, results }) => peakShortfall(title, results.blpk)),
    ...(start ? startShortfall(start) : []),
    ...(inMemory ? inMemoryShortfalls(inMemory) : []),
  ];
  console.log(short.length === 0 ? '\nall targets are reached' : `\nshort of the targets:\n${short.join('\n')}`);
  process.exitCode = short.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
