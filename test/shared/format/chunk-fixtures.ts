import { readdirSync } from 'node:fs';
import { type BloscHeader, parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import { fixturePath, manifest, readFixture } from '../../fixtures.js';

/** A whole Blosc chunk of the fixtures. */
export interface ChunkFixture {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly header: BloscHeader;
}

/** Every chunk of every golden container, as the manifest locates it, and every chunk of older releases. */
export const chunkFixtures: readonly ChunkFixture[] = [
  ...manifest.golden.flatMap(({ file, name, chunks = [] }) => {
    const container = readFixture(file);
    return chunks.map(({ position, blosc }, index) =>
      chunkFixture(`${name} chunk ${index}`, container.subarray(position, position + blosc.ctbytes)),
    );
  }),
  ...readdirSync(fixturePath('blosc-compat')).map((name) => chunkFixture(name, readFixture('blosc-compat', name))),
];

function chunkFixture(name: string, bytes: Uint8Array): ChunkFixture {
  return { name, bytes, header: parseBloscHeader(bytes) };
}
