import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RepairablePlan, RepairPlan } from '../../../../../electron/engine/in-place/repair/plan-kinds.js';
import { memoryReader } from '../../../../../electron/engine/io/memory-reader.js';
import { compressedBytesSource } from '../../../../../electron/engine/pack/compressed/compressed-source.js';
import { BytesSink } from '../../../../../electron/engine/pack/plain/plain-bytes.js';
import { unpack } from '../../../../../electron/engine/pack/unpack.js';
import type { VerifyReport } from '../../../../../electron/engine/verify/problems.js';
import { verifyContainer } from '../../../../../electron/engine/verify/verify-container.js';
import { type ChunkFacts, type GoldenFacts, manifest, readFixture } from '../../../../fixtures.js';

export function golden(name: string): GoldenFacts {
  const facts = manifest.golden.find((it) => it.name === name);
  if (!facts) throw new Error(`there is no golden file ${name}`);
  return facts;
}

export function chunkOf(name: string, index: number): ChunkFacts {
  const chunk = golden(name).chunks?.[index];
  if (!chunk) throw new Error(`${name} has no chunk ${index}`);
  return chunk;
}

/** The bytes of a golden file after `damage`. */
export function damaged(name: string, damage: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
  const bytes = readFixture('golden', `${name}.blp`);
  damage(bytes, new DataView(bytes.buffer));
  return bytes;
}

export function flip(bytes: Uint8Array, position: number): void {
  bytes[position] = (bytes[position] ?? 0) ^ 0xff;
}

export async function plainBytes(container: Uint8Array): Promise<Uint8Array> {
  const sink = new BytesSink();
  await unpack(compressedBytesSource(container), sink);
  return sink.bytes();
}

/** The data of the kept chunks. */
export async function keptPart(original: Uint8Array, plan: RepairablePlan): Promise<Uint8Array> {
  const plain = await plainBytes(original);
  const chunkSize = new DataView(original.buffer, original.byteOffset).getInt32(8, true);
  const parts = plan.kept.map(({ firstChunk, endChunk }) =>
    plain.subarray(firstChunk * chunkSize, endChunk * chunkSize),
  );
  return new Uint8Array(Buffer.concat(parts));
}

export function repairable(plan: RepairPlan): RepairablePlan {
  if (plan.kind === 'repairable') return plan;
  throw new Error(`the container is ${plan.kind}: ${plan.problems[0]?.message}`);
}

export function verify(bytes: Uint8Array): Promise<VerifyReport> {
  return verifyContainer(memoryReader(bytes));
}

export function readBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
