import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ndarray } from '../../../electron/engine/arrays/ndarray.js';
import { packNdarrayToFile } from '../../../electron/engine/pack/convenience.js';
import { caseCount } from '../../cases.js';
import { fastScratchDirectory, startScript } from '../engine/in-place/appending-process.js';
import { type Run, runBlpk } from './run-blpk.js';

/**
 * Appends rows and edits metadata in turn until the parent says stop. Rows are numbered, and the note tells how many edits there
 * were; it is long now and then, so that the container has to be written anew.
 */
const WRITER = `
const [path] = args;
let rows = Number(args[1]);
let stop = false;
process.on('message', () => { stop = true; });
(async () => {
  for (let edits = 1; !stop; edits++) {
    const more = BigInt64Array.from({ length: 1 + (edits * 97) % 300 }, (_, at) => BigInt(rows + at));
    rows += more.length;
    process.send({ rows });
    await engine.append(path, [new Uint8Array(more.buffer)], { nthreads: 1 });
    process.send({ edits });
    const note = edits + ' ' + 'x'.repeat(edits % 7 === 0 ? 50 * edits : 10);
    await engine.editMetadata(path, (old) => new Map([...old, ['note', note]]));
  }
  process.disconnect();
})();`;

const FIRST_ROWS = 20_000;
const ROUNDS = caseCount(2, 12);
/** In words that say what to do. */
const CHANGED = /^blpk: error: .*(being changed|changed while it was being read).*\n/;

interface Written {
  readonly rows: ReadonlySet<number>;
  readonly edits: ReadonlySet<number>;
}

/** What a command says must be of one moment: of the rows and the edits that the writer has told of. */
type Check = (run: Run, written: Written) => void;

const readers: readonly (readonly [args: readonly string[], check: Check])[] = [
  [['slice', 'x.blp', '-3:'], ({ out }, { rows }) => expect(rows).toContain(lastRowIn(out) + 1)],
  [['unpack', 'x.blp', '-'], ({ stdout }, { rows }) => expect(rows).toContain(numberedRowsIn(stdout))],
  [['verify', 'x.blp'], ({ out }) => expect(out).toContain('is intact')],
  [['info', '--json', 'x.blp'], ({ out }, { rows }) => expect(rows).toContain(rowsOfInfo(out))],
  [['meta', 'show', 'x.blp'], ({ out }, { edits }) => expect(edits).toContain(editIn(out))],
];

it('answers every command with the old content or the new while another process appends and edits metadata', {
  timeout: 600_000,
}, async () => {
  const folder = fastScratchDirectory();
  const path = join(folder, 'x.blp');
  const rows = ndarray(BigInt64Array.from({ length: FIRST_ROWS }, (_, at) => BigInt(at)));
  await packNdarrayToFile(rows, path, { chunkSize: 8192, bloscpack: { maxAppChunks: 100_000 } });
  const written = { rows: new Set([FIRST_ROWS]), edits: new Set([0]) };
  const child = startScript(WRITER, path, String(FIRST_ROWS));
  child.on('message', (told: { readonly rows?: number; readonly edits?: number }) => {
    if (told.rows !== undefined) written.rows.add(told.rows);
    if (told.edits !== undefined) written.edits.add(told.edits);
  });
  await once(child, 'message');
  let answered = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [args, check] of readers) {
      const run = await runBlpk(args, { cwd: folder });
      if (run.code === 1) expect(run.err, args.join(' ')).toMatch(CHANGED);
      else expect({ code: run.code, err: run.err }, args.join(' ')).toEqual({ code: 0, err: '' });
      if (run.code !== 0) continue;
      check(run, written);
      answered++;
    }
  }
  child.send('stop');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(answered).toBeGreaterThan(0);
});

function lastRowIn(printed: string): number {
  const numbers = (printed.match(/\d+/g) ?? []).map(Number);
  const last = numbers.at(-1) ?? Number.NaN;
  expect(numbers).toEqual([last - 2, last - 1, last]);
  return last;
}

/** How many numbered rows a `.npy` has; each must be its own number. */
function numberedRowsIn(npy: Buffer): number {
  const head = 10 + npy.readUInt16LE(8);
  const count = (npy.length - head) / 8;
  const rows = Array.from({ length: count }, (_, row) => npy.readBigInt64LE(head + 8 * row));
  expect(rows.findIndex((number, row) => number !== BigInt(row))).toBe(-1);
  return count;
}

function rowsOfInfo(json: string): number {
  const { header } = JSON.parse(json) as { header: Readonly<Record<'nchunks' | 'chunk_size' | 'last_chunk', number>> }; // as the command writes it
  return ((header.nchunks - 1) * header.chunk_size + header.last_chunk) / 8;
}

function editIn(json: string): number {
  const { note } = JSON.parse(json) as { note?: string }; // as the writer made it
  return note === undefined ? 0 : Number(note.split(' ')[0]);
}
