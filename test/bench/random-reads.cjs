/**
 * The random reads of `floor r` by the engine: 100 items at each of COUNT places, the same places, one by one. Prints microseconds
 * a read.
 *
 *     random-reads.cjs CONTAINER COUNT
 *
 * CommonJS, and prints without Node's streams: either would take some milliseconds more, which are not those of the reads.
 */
const { writeSync } = require('node:fs');
const { join } = require('node:path');

const { Container } = require(join(__dirname, '../../dist/engine.cjs'));
const ITEMS = 100;
const MASK = 2n ** 64n - 1n;

/** As in floor.cc: chunk and first item of each read. */
function* places(chunks, count) {
  let seed = 88172645463325252n;
  for (let i = 0; i < count; i++) {
    seed ^= (seed << 13n) & MASK;
    seed ^= seed >> 7n;
    seed ^= (seed << 17n) & MASK;
    yield { chunk: Number(seed % BigInt(chunks)), item: Number((seed >> 32n) % 100n) };
  }
}

async function readAll(path, count) {
  const container = await Container.open(path);
  const { chunkSize, nchunks, typesize } = container.header;
  for (const { chunk, item } of places(Number(nchunks), count)) {
    const startByte = chunk * chunkSize + item * typesize;
    const bytes = await container.readBytes(startByte, startByte + ITEMS * typesize);
    if (bytes.byteLength !== ITEMS * typesize) throw new Error('a read is short');
  }
  await container.close();
}

const [path, count] = process.argv.slice(2);
const startMs = performance.now();
readAll(path, Number(count)).then(() => {
  writeSync(1, `${(((performance.now() - startMs) * 1000) / Number(count)).toFixed(1)}\n`);
});
