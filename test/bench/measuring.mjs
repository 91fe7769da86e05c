/**
 * How well the measurements of `blpk compare` agree with the same calls timed in C, and with themselves: the smallest time of a
 * pass here and in C in turn, in rounds. On a quiet machine they agree within 10 %.
 *
 *   npm run bench:measuring [-- --rounds 5]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleForNode } from '../../build/vite.node.mjs';
import { ownCodecs } from '../native/own-codecs.mjs';

const root = join(import.meta.dirname, '../..');
const CHUNK_BYTES = 2 ** 18;
const PASSES = 40;
/** Codec, level, shuffle, typesize. */
const SETTINGS = [
  ['lz4', 5, 1, 8],
  ['blosclz', 7, 1, 8],
  ['zstd', 3, 2, 8],
  ['zlib', 4, 0, 8],
];

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });

/** Sums of a slow wave and a fast one: as compressible as measured data are. */
function waves() {
  const values = Float64Array.from({ length: 2 ** 18 }, (_, i) =>
    Math.round(1e4 * Math.sin(i / 999) + 50 * Math.sin(i * i)),
  );
  return new Uint8Array(values.buffer);
}

function buildInC(folder) {
  const program = join(folder, 'timed-in-c');
  const args = ['-O2', '-o', program, join(import.meta.dirname, 'timed-in-c.c'), ...ownCodecs];
  const run = spawnSync('cc', args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the program in C could not be built: ${run.stderr ?? run.error}`);
  return program;
}

function timesOf(command, args) {
  const env = { ...process.env, BLOSCPACK_NATIVE: join(root, 'dist/native/bloscpack.node') };
  const { status, stdout, stderr } = spawnSync(command[0], [...command.slice(1), ...args], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${command.join(' ')} failed: ${stderr}`);
  const [compress, decompress] = stdout.trim().split(' ').map(Number);
  return { compress, decompress };
}

function row(setting, round, here, inC) {
  const share = (direction) => `${(100 * (here[direction] / inC[direction] - 1)).toFixed(1).padStart(7)} %`;
  const ms = (ns) => (ns / 1e6).toFixed(3).padStart(9);
  const times = [here.compress, inC.compress, here.decompress, inC.decompress].map(ms).join(' ');
  return `${setting.slice(0, 2).join(' ').padEnd(10)} ${String(round).padStart(5)} ${times} ${share('compress')} ${share('decompress')}`;
}

const folder = mkdtempSync(join(tmpdir(), 'bloscpack-measuring-'));
try {
  await bundleForNode({ entry: 'test/bench/measured-here.ts', file: 'measured-here.cjs' }, { root, outDir: folder });
  const [here, inC] = [[process.execPath, join(folder, 'measured-here.cjs')], [buildInC(folder)]];
  const data = join(folder, 'data');
  writeFileSync(data, waves());
  console.log('Smallest time of a pass in ms, here and in C: compress, decompress; how far apart');
  for (const setting of SETTINGS) {
    for (let round = 1; round <= Number(options.rounds); round++) {
      const args = [data, CHUNK_BYTES, ...setting, PASSES].map(String);
      console.log(row(setting, round, timesOf(here, args), timesOf(inC, args)));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
