import { computeDigest } from '../../../electron/engine/container/digest.js';
import type { Random } from '../random.js';
import { type Anatomy, digestBytesOf, type Field, type Span, viewOf } from './anatomy.js';

/** Changes a container in place, without moving bytes. */
type Mutation = (bytes: Uint8Array, anatomy: Anatomy, random: Random) => void;

const MUTATIONS: readonly Mutation[] = [changeField, changeField, changeField, flipBit, fillRun, copyRun, swapOffsets];

/** A few changes that move no bytes. */
export function mutateInPlace(bytes: Uint8Array, anatomy: Anatomy, random: Random): void {
  if (bytes.length === 0) return;
  for (let count = random.between(1, 3); count > 0; count--) random.pick(MUTATIONS)(bytes, anatomy, random);
}

/** Writes the digests of the damaged bytes, so that the damage passes the checksums. */
export function mendDigests(bytes: Uint8Array, anatomy: Anatomy): void {
  for (const { checksum, start, end, at } of anatomy.digests) {
    if (at + digestBytesOf(checksum) <= bytes.length)
      bytes.set(computeDigest(checksum, bytes.subarray(start, end)), at);
  }
}

function changeField(bytes: Uint8Array, anatomy: Anatomy, random: Random): void {
  const field = random.pick(anatomy.fields);
  if (field.at + field.sizeBytes > bytes.length) return;
  writeField(bytes, field, telling(readField(bytes, field), bytes.length, anatomy, random));
}

/** Numbers at which readers can fail: limits, neighbours of the old value, and other positions of the file. */
function telling(old: bigint, fileBytes: number, anatomy: Anatomy, random: Random): bigint {
  const place = anatomy.chunks.length > 0 ? random.pick(anatomy.chunks) : { start: 0, end: fileBytes };
  return random.pick([
    () => random.pick([0n, 1n, 2n, 15n, 16n, 17n, 127n, 128n, 255n, 256n]),
    () => old + BigInt(random.between(-3, 3)),
    () => old * 2n,
    () => old / 2n,
    () => old ^ (1n << BigInt(random.below(64))),
    () => BigInt(random.pick([fileBytes, place.start, place.end]) + random.between(-1, 1)),
    () => (1n << BigInt(random.pick([7, 8, 15, 16, 20, 24, 30, 31, 32, 53, 62, 63]))) - BigInt(random.below(3)),
    () => random.pick([2_147_483_631n, 2_147_483_632n, 715_827_542n, 715_827_543n, -1n, -2n]),
    () => random.u64(),
  ])();
}

function readField(bytes: Uint8Array, { at, sizeBytes }: Field): bigint {
  let value = 0n;
  for (let i = sizeBytes - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  return value;
}

function writeField(bytes: Uint8Array, { at, sizeBytes }: Field, value: bigint): void {
  for (let i = 0; i < sizeBytes; i++) bytes[at + i] = Number(BigInt.asUintN(8, value >> BigInt(8 * i)));
}

/** One of the chunks, or one of the sections before them: small sections are chosen as often as large ones. */
function pickSpan(bytes: Uint8Array, anatomy: Anatomy, random: Random): Span {
  const chunk = random.oneIn(2) && anatomy.chunks.length > 0 ? random.pick(anatomy.chunks) : undefined;
  const { start, end } = chunk ?? { start: 0, end: anatomy.chunksAt };
  return end <= bytes.length && start < end ? { start, end } : { start: 0, end: bytes.length };
}

function flipBit(bytes: Uint8Array, anatomy: Anatomy, random: Random): void {
  const { start, end } = pickSpan(bytes, anatomy, random);
  const at = random.between(start, end - 1);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
}

function fillRun(bytes: Uint8Array, anatomy: Anatomy, random: Random): void {
  const { start, end } = pickSpan(bytes, anatomy, random);
  const at = random.between(start, end - 1);
  const length = Math.min(random.between(1, 40), end - at);
  bytes.set(random.oneIn(2) ? random.bytes(length) : new Uint8Array(length).fill(random.pick([0, 255, 32])), at);
}

function copyRun(bytes: Uint8Array, anatomy: Anatomy, random: Random): void {
  const { start, end } = pickSpan(bytes, anatomy, random);
  const [from, to] = [random.between(start, end - 1), random.between(start, end - 1)];
  bytes.copyWithin(to, from, Math.min(from + random.between(1, 200), end - Math.max(0, to - from)));
}

function swapOffsets(bytes: Uint8Array, { offsetsAt, chunks }: Anatomy, random: Random): void {
  if (offsetsAt === undefined || chunks.length === 0 || offsetsAt + 8 * chunks.length > bytes.length) return;
  const view = viewOf(bytes);
  const [a, b] = [offsetsAt + 8 * random.below(chunks.length), offsetsAt + 8 * random.below(chunks.length)];
  const [first, second] = [view.getBigInt64(a, true), view.getBigInt64(b, true)];
  view.setBigInt64(a, random.oneIn(4) ? -1n : second, true);
  view.setBigInt64(b, first, true);
}

/** Changes that move bytes, like a broken copy, a full disk or a joined download. */
export function displace(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const [a, b] = [random.below(bytes.length + 1), random.below(bytes.length + 1)].sort((x, y) => x - y) as [
    number,
    number,
  ]; // two in, two out
  return random.pick([
    () => bytes.subarray(0, random.oneIn(2) ? b : Math.max(0, bytes.length - random.between(1, 64))),
    () => Buffer.concat([bytes.subarray(0, a), bytes.subarray(b)]),
    () => Buffer.concat([bytes.subarray(0, b), bytes.subarray(a)]),
    () => Buffer.concat([bytes, random.bytes(random.between(1, 100))]),
    () => Buffer.concat([bytes, other]),
    () => Buffer.concat([bytes.subarray(0, a), other.subarray(Math.min(a, other.length))]),
    () => Buffer.concat([bytes.subarray(0, a), random.bytes(random.between(1, 20)), bytes.subarray(a)]),
  ])();
}
