/** Arrow files and streams with changed bytes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryReader } from '../../../electron/engine/io/memory-reader.js';
import { ArrowFile } from '../../../electron/exchange/arrow/arrow-file.js';
import { fileContent } from '../../../electron/exchange/arrow/metadata/file-content.js';
import { startsAsStream, streamContent } from '../../../electron/exchange/arrow/metadata/stream-content.js';
import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { fixturesRoot } from '../../fixtures.js';
import { mustHold } from '../group.js';
import { outcomeOf } from '../outcome.js';
import type { Random } from '../random.js';

const NAMES = ['plain.arrow', 'plain.arrows', 'lz4.arrow', 'zstd.arrow', 'sliced.arrow', 'blocks.feather'];

let seeds: readonly Buffer[] | undefined;

export function arrowFile(random: Random): Uint8Array {
  seeds ??= NAMES.map((name) => readFileSync(join(fixturesRoot, 'arrow', name)));
  const changed = Buffer.from(random.pick(seeds));
  for (let left = random.between(1, 4); left > 0; left--) {
    // The metadata of a file are at its end, and those of a stream at its start.
    const near = random.below(Math.min(4000, changed.length));
    const at = random.pick([near, changed.length - 1 - near, random.below(changed.length)]);
    changed[at] = random.pick([0, 1, 0xff, random.u32() & 0xff, (changed[at] ?? 0) ^ (1 << random.below(8))]);
    if (random.oneIn(4)) changed.fill(random.pick([0, 0xff]), at, Math.min(changed.length, at + random.between(1, 8)));
  }
  return random.oneIn(20) ? changed.subarray(0, random.below(changed.length)) : changed;
}

/** Each column that can be read has an item for every row. */
export async function readArrow(bytes: Uint8Array): Promise<void> {
  const content = startsAsStream(bytes, bytes.byteLength) ? streamContent : fileContent;
  const file = await ArrowFile.open(memoryReader(bytes, 'x.arrow'), content, {});
  for (const column of file.columns) {
    const { spec } = column;
    if (spec === undefined) continue;
    await outcomeOf(async () => {
      file.attributes(column);
      let found = 0;
      for await (const piece of file.pieces(column, {})) found += piece.byteLength;
      mustHold(found === arrayNbytes(spec), `column '${column.name}' has ${found} bytes`);
    });
  }
}
