/** HDF5 files with changed bytes, whose checksums are right again so that the changes are read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryReader } from '../../../electron/engine/io/memory-reader.js';
import { walkObjects } from '../../../electron/exchange/hdf5/groups/find-objects.js';
import { Hdf5File } from '../../../electron/exchange/hdf5/metadata/hdf5-file.js';
import { lookup3 } from '../../../electron/exchange/hdf5/metadata/lookup3.js';
import { readAttributes } from '../../../electron/exchange/hdf5/read/attributes.js';
import { chunkPieces } from '../../../electron/exchange/hdf5/read/chunk-pieces.js';
import { withChunkIndex } from '../../../electron/exchange/hdf5/read/open-dataset.js';
import { describeDataset, isDataset } from '../../../electron/exchange/hdf5/read/stored-dataset.js';
import { fixturesRoot } from '../../fixtures.js';
import { outcomeOf } from '../outcome.js';
import type { Random } from '../random.js';

interface Seed {
  readonly bytes: Uint8Array;
  /** Start and end of what has a checksum behind it. */
  readonly checked: readonly (readonly [number, number])[];
}

const SIGNATURES = [
  'OHDR',
  'OCHK',
  'BTHD',
  'BTIN',
  'BTLF',
  'FRHP',
  'FHIB',
  'FAHD',
  'FADB',
  'EAHD',
  'EAIB',
  'EASB',
  'EADB',
];
/** Longer than any block of the seeds. */
const MAX_BLOCK_BYTES = 5000;

let seeds: readonly Seed[] | undefined;

function loadSeeds(): readonly Seed[] {
  seeds ??= ['earliest', 'latest'].map((age) => {
    const bytes = readFileSync(join(fixturesRoot, '../fuzz/parsers/hdf5', `${age}.h5`));
    return { bytes, checked: checkedBlocks(bytes) };
  });
  return seeds;
}

function checkedBlocks(bytes: Buffer): readonly (readonly [number, number])[] {
  const blocks: [number, number][] = [];
  for (const signature of SIGNATURES) {
    for (let start = bytes.indexOf(signature); start >= 0; start = bytes.indexOf(signature, start + 1)) {
      const last = Math.min(bytes.length - 4, start + MAX_BLOCK_BYTES);
      for (let end = start + 8; end <= last; end++) {
        if (lookup3(bytes.subarray(start, end)) !== bytes.readUInt32LE(end)) continue;
        blocks.push([start, end]);
        break;
      }
    }
  }
  return blocks;
}

export function hdf5File(random: Random): Uint8Array {
  const { bytes, checked } = random.pick(loadSeeds());
  const changed = Buffer.from(bytes);
  const blocks = checked.length === 0 ? [[0, bytes.length] as const] : checked;
  for (let left = random.between(1, 4); left > 0; left--) {
    const [start, end] = random.oneIn(3) ? [0, bytes.length] : random.pick(blocks);
    const at = start + random.below(end - start);
    changed[at] = random.pick([0, 1, 0xff, random.u32() & 0xff, (changed[at] ?? 0) ^ (1 << random.below(8))]);
    if (random.oneIn(4)) changed.fill(random.pick([0, 0xff]), at, Math.min(changed.length, at + random.between(1, 8)));
  }
  for (const [start, end] of checked) changed.writeUInt32LE(lookup3(changed.subarray(start, end)), end);
  return random.oneIn(20) ? changed.subarray(0, random.below(changed.length)) : changed;
}

/** A changed shape may stand for petabytes of fill value. */
const MAX_PIECES = 3;

/** Reads everything, each dataset whatever became of the ones before it. */
export async function readHdf5(bytes: Uint8Array): Promise<void> {
  const file = await Hdf5File.open(memoryReader(bytes));
  for await (const { messages } of walkObjects(file)) {
    if (!messages || !isDataset(messages)) continue;
    await outcomeOf(async () => {
      const stored = await describeDataset(file, messages);
      if (typeof stored === 'string') return;
      const chunked = await withChunkIndex(file, stored);
      let pieces = 0;
      for await (const _ of chunked ? chunkPieces(chunked, { nthreads: 1 }) : []) if (++pieces === MAX_PIECES) break;
    });
    await outcomeOf(() => readAttributes(file, messages));
  }
}
