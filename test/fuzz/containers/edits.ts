import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equalBytes } from '../../../electron/engine/container/digest.js';
import { append } from '../../../electron/engine/in-place/append/append.js';
import { editMetadata } from '../../../electron/engine/in-place/metadata/edit-metadata.js';
import { type RepairReport, repair } from '../../../electron/engine/in-place/repair/repair.js';
import { memoryReader } from '../../../electron/engine/io/memory-reader.js';
import { unpackBytesFromFile } from '../../../electron/engine/pack/convenience.js';
import { bytesSource } from '../../../electron/engine/pack/plain/plain-bytes.js';
import type { VerifyReport } from '../../../electron/engine/verify/problems.js';
import { verifyContainer } from '../../../electron/engine/verify/verify-container.js';
import { mustHold } from '../group.js';
import { describe, type Outcome, outcomeOf, resultOf } from '../outcome.js';
import type { Findings } from './check.js';

/** A container in a new folder, and facts about it. */
interface Scene {
  readonly folder: string;
  readonly path: string;
  readonly input: Uint8Array;
  readonly findings: Findings;
}

/** Filling gaps writes as many and as large chunks as the header states, also when it is damaged: this limits them. */
const MAX_FILLED_CHUNKS = 1000n;
const MAX_FILLED_CHUNK_SIZE = 2 ** 20;

/** One of the operations that change containers, in turn: each writes a valid container or leaves everything unchanged. */
export async function checkEdit(input: Uint8Array, findings: Findings, turn: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'blpk-fuzz-'));
  const path = join(folder, 'in.blp');
  try {
    writeFileSync(path, input);
    await EDITS[turn % EDITS.length]?.({ folder, path, input, findings });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const EDITS: readonly ((scene: Scene) => Promise<void>)[] = [
  (scene) => checkRepair(scene, false),
  (scene) => checkRepair(scene, true),
  checkRepairInPlace,
  checkAppend,
  checkMetadataEdit,
];

async function checkRepair({ folder, path, input, findings }: Scene, isFilled: boolean): Promise<void> {
  const output = join(folder, 'out.blp');
  const { nchunks = 0n, chunkSize = 0 } = findings.report.header ?? {};
  const isFillable = isFilled && nchunks <= MAX_FILLED_CHUNKS && chunkSize <= MAX_FILLED_CHUNK_SIZE;
  const outcome = await outcomeOf(() => repair(path, { output, ...(isFillable && { fill: 7 }) }));
  mustHold(equalBytes(readFileSync(path), input), 'repair leaves the input as it is');
  const written = resultOf(outcome)?.written !== undefined;
  requireFiles(folder, written ? ['in.blp', 'out.blp'] : ['in.blp'], outcome);
  await checkRepaired(output, outcome, findings);
}

async function checkRepairInPlace({ folder, path, input, findings }: Scene): Promise<void> {
  const outcome = await outcomeOf(() => repair(path, { inPlace: true }));
  requireFiles(folder, ['in.blp'], outcome);
  if (resultOf(outcome)?.written === undefined) requireUntouched(path, input, outcome);
  await checkRepaired(path, outcome, findings);
}

/** Everything that was readable is readable, and nothing else was added. */
async function checkRepaired(output: string, outcome: Outcome<RepairReport>, { report }: Findings): Promise<void> {
  const { plan, written } = resultOf(outcome) ?? {};
  if (report.problems.length === 0 && hasCounts(report)) {
    mustHold(plan?.kind === 'whole', `a whole container needs no repair: ${plan?.kind}`);
  }
  if (plan?.kind === 'irreparable')
    mustHold(report.readableChunks === 0, `nothing is readable, says repair: ${plan.reason}`);
  if (plan?.kind !== 'repairable' || written === undefined) return;
  const now = await verifyContainer(memoryReader(readFileSync(output)));
  mustHold(now.whole, `repaired (${plan.method}), but damaged: ${now.problems[0]?.message}`);
  const summary = `${report.readableChunks} were readable, ${plan.keptChunks} were kept, ${now.readableChunks} are readable`;
  mustHold(plan.keptChunks >= report.readableChunks && now.readableChunks >= plan.keptChunks, summary);
}

/** A streaming writer leaves them unknown, and repair fills them in. */
function hasCounts({ header }: VerifyReport): boolean {
  return header !== undefined && header.nchunks >= 0n && header.chunkSize >= 0 && header.lastChunk >= 0;
}

const ADDED = Uint8Array.from({ length: 5000 }, (_, index) => index >> 3);

async function checkAppend({ folder, path, input, findings }: Scene): Promise<void> {
  const outcome = await outcomeOf(() => append(path, bytesSource(ADDED), { grow: input.length % 2 === 0 }));
  requireFiles(folder, ['in.blp'], outcome);
  if (outcome.kind === 'failed') return requireUntouched(path, input, outcome);
  const before = resultOf(findings.unpacked);
  if (before === undefined) return;
  const { bytes } = await unpackBytesFromFile(path);
  mustHold(equalBytes(bytes, Buffer.concat([before, ADDED])), 'append adds its bytes behind those that were there');
}

async function checkMetadataEdit({ folder, path, input, findings }: Scene): Promise<void> {
  const outcome = await outcomeOf(() => editMetadata(path, () => ({ note: 'x'.repeat(input.length % 3000) })));
  requireFiles(folder, ['in.blp'], outcome);
  if (outcome.kind === 'failed') return requireUntouched(path, input, outcome);
  const before = resultOf(findings.unpacked);
  if (before === undefined) return;
  const { bytes, metadata } = await unpackBytesFromFile(path);
  mustHold(equalBytes(bytes, before), 'editing the metadata leaves the data as they are');
  mustHold(metadata instanceof Map && metadata.has('note'), 'the edited metadata are there');
}

function requireUntouched(path: string, input: Uint8Array, outcome: Outcome<unknown>): void {
  mustHold(equalBytes(readFileSync(path), input), `the container is as it was after ${describe(outcome)}`);
}

function requireFiles(folder: string, expected: readonly string[], outcome: Outcome<unknown>): void {
  const found = readdirSync(folder).sort();
  mustHold(found.join() === expected.join(), `there are ${found.join(', ')} after ${describe(outcome)}`);
}
