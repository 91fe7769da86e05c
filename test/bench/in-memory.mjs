/**
 * What `floor m` does by the engine: an array of f8 in memory to a container in memory, and back. Prints the least milliseconds of
 * a pass: pack, unpack, by the clock and then of the processors.
 *
 *     node --expose-gc in-memory.mjs FILE THREADS CHUNK_BYTES PASSES
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const engine = createRequire(import.meta.url)(join(import.meta.dirname, '../../dist/engine.cjs'));

const [path, threads, chunkBytes, passes] = process.argv.slice(2);
const plain = readFileSync(path);
const array = engine.ndarray(plain, { dtype: '<f8' });
const options = { nthreads: Number(threads), chunkSize: Number(chunkBytes) };
const least = new Map();

/** Runs the work and remembers its times if they are the least. What the pass before has left is freed first, as it is in C. */
async function timed(name, work) {
  gc();
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(startCpu);
  note(name, performance.now() - startMs);
  note(`${name} cpu`, (user + system) / 1000);
  return result;
}

function note(name, ms) {
  least.set(name, Math.min(ms, least.get(name) ?? ms));
}

for (let pass = 0; pass < Number(passes); pass++) {
  const packed = await timed('pack', () => engine.packNdarrayToBytes(array, options));
  const back = await timed('unpack', () => engine.unpackNdarrayFromBytes(packed, options));
  if (Buffer.compare(back.bytes, plain) !== 0) throw new Error('the array is not the same');
}
console.log(['pack', 'unpack', 'pack cpu', 'unpack cpu'].map((name) => least.get(name).toFixed(3)).join(' '));
