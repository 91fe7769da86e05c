import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ownCodecs } from '../native/own-codecs.mjs';

const root = join(import.meta.dirname, '../..');

/** Builds `floor.cc` with the add-on's C-Blosc. Returns the program's path. */
export function buildFloor() {
  const folder = join(root, 'dist/bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'floor');
  const source = join(import.meta.dirname, 'floor.cc');
  // Another benchmark may be running the one that is there.
  const built = `${file}.${process.pid}`;
  const run = spawnSync('g++', ['-O2', '-o', built, source, ...ownCodecs], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the floor could not be built: ${run.stderr ?? run.error}`);
  renameSync(built, file);
  return file;
}
