import { manifest, readFixture } from '../../fixtures.js';
import { Random } from '../random.js';
import { dissect } from './anatomy.js';
import { displace, mendDigests, mutateInPlace } from './mutations.js';
import { rebuild } from './rebuild.js';

const originals = new Map<string, Uint8Array>();

function original(random: Random): Uint8Array {
  const { file } = random.pick(manifest.golden);
  const known = originals.get(file) ?? readFixture(file);
  originals.set(file, known);
  return known;
}

/**
 * A golden container with damage: first other chunks, then other values (with recomputed digests in every second case), then moved
 * bytes. Each kind is applied only in some cases; a few cases have no damage.
 */
export function makeContainer(seed: number): Uint8Array {
  const random = new Random(seed);
  let bytes = original(random).slice();
  if (random.oneIn(4)) bytes = new Uint8Array(rebuild(bytes, dissect(bytes), random));
  const anatomy = dissect(bytes);
  if (!random.oneIn(5)) mutateInPlace(bytes, anatomy, random);
  if (random.oneIn(2)) mendDigests(bytes, anatomy);
  return random.oneIn(5) ? new Uint8Array(displace(bytes, original(random), random)) : bytes;
}
