/**
 * A program: times a file's chunks by `measureChunks`, and prints the smallest time of a pass in each direction, in nanoseconds, as
 * timed-in-c.c does.
 *
 *     measured-here FILE CHUNK_BYTES CODEC LEVEL SHUFFLE TYPESIZE PASSES
 */
import { readFileSync } from 'node:fs';
import type { NativeCodec } from '../../native/index.js';
import { measureChunks, packedRoom } from '../../native/measure.js';

async function main([file = '', ...args]: readonly string[]): Promise<void> {
  const plain = new Uint8Array(readFileSync(file));
  const [chunkBytes = 0, , clevel = 0, , typesize = 0, passes = 0] = args.map(Number);
  const [codec, shuffle] = [args[1] as NativeCodec, Number(args[3]) as 0 | 1 | 2]; // the benchmark's own table
  const chunkLengths = new Uint32Array(plain.length / chunkBytes).fill(chunkBytes);
  const packed = new Uint8Array(packedRoom(plain.length, chunkLengths.length)).fill(1);
  const back = new Uint8Array(plain.length).fill(1);
  const settings = { codec, clevel, shuffle, typesize, blocksize: 0 };
  const job = { plain, chunkLengths, packed, back, settings, threads: 1, minimumMs: 0, cancel: new Uint8Array(1) };
  const best = { compress: Number.POSITIVE_INFINITY, decompress: Number.POSITIVE_INFINITY };
  for (let pass = 0; pass < passes; pass++) {
    const outcome = await measureChunks({ ...job, isChecked: pass === 0 });
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    best.compress = Math.min(best.compress, outcome.compress.elapsedNs);
    best.decompress = Math.min(best.decompress, outcome.decompress.elapsedNs);
  }
  process.stdout.write(`${best.compress} ${best.decompress}\n`);
}

void main(process.argv.slice(2));
