import { basename, dirname } from 'node:path';
import type { FileFacts, FileId } from '../../../shared/contract/files.js';
import type { BatchPlan, BatchRequest, IntakeItem, LeftOut } from '../../../shared/contract/intake.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { isAsNewAs } from '../../engine/io/newer.js';
import { mapConcurrently } from '../concurrency.js';
import { describeFiles } from '../describe/describe-file.js';
import { displayFolder, type FileRegistry } from '../files/file-registry.js';
import type { Inspection } from '../inspection.js';
import { type PlacedOutput, withExistence } from './existing-outputs.js';
import { findObstacles, findWarnings, refusalOf } from './obstacles.js';
import { folderForOutputs, pathBelow } from './output-place.js';
import { planSource, type SourceOutput, type SourcePlan } from './source-plan.js';
import type { Target } from './target.js';
import { inspectTargetFolder, type TargetFolder } from './target-folder.js';

const FILES_AT_ONCE = 16;

/** A plan with the paths, which only the host may know. */
export interface HostPlan {
  readonly targets: readonly Target[];
  readonly leftOut: readonly LeftOut[];
  readonly obstacles: readonly string[];
  readonly warnings: readonly string[];
  readonly folders: ReadonlyMap<string, TargetFolder>;
}

/** Plans the outputs of a batch from the heads of its files. Writes nothing. */
export async function planBatch(inspection: Inspection, request: BatchRequest): Promise<HostPlan> {
  const { registry } = inspection;
  const facts = await describeFiles(
    inspection,
    request.items.map(({ id }) => id),
  );
  const leftOut: LeftOut[] = [];
  const wanted: PlacedOutput[] = [];
  for (const [item, { id }] of request.items.entries()) {
    const plan = planItem(facts[item], request.items[item], request);
    if (plan.kind === 'refused') leftOut.push({ item, ...plan });
    else wanted.push(...plan.outputs.map((output) => placeOutput(registry, request, { item, id, output })));
  }
  const placed = await withExistence(inspection, wanted);
  const { targets, leftOut: dropped } = splitTargets(registry, request, placed);
  const folders = await inspectFolders(targets);
  return {
    targets,
    leftOut: [...leftOut, ...dropped].sort((one, other) => one.item - other.item),
    folders,
    obstacles: findObstacles(targets, folders),
    warnings: findWarnings(targets, folders),
  };
}

function planItem(facts: FileFacts | undefined, item: IntakeItem | undefined, request: BatchRequest): SourcePlan {
  if (!facts || !item) return { kind: 'refused', reason: 'A file of the batch is no longer known.' };
  try {
    return refusalOfRemote(facts, item, request) ?? planSource(facts, item, request);
  } catch (error) {
    return { kind: 'refused', reason: `'${facts.name}': ${toContractError(error).message}` };
  }
}

/** What is only possible with files of this machine; undefined for these, and for what is possible. */
function refusalOfRemote(
  { name, address, problem }: FileFacts,
  { raw, action }: IntakeItem,
  { place }: BatchRequest,
): SourcePlan | undefined {
  if (place.kind === 'address' && action === 'decompress') {
    return {
      kind: 'refused',
      reason: `Only containers are written to S3; choose a folder for what '${name}' becomes.`,
    };
  }
  if (address === undefined) return undefined;
  if (raw) return { kind: 'refused', reason: `'${name}' is on a server; download it to read it as raw bytes.` };
  if (place.kind !== 'beside' || problem) return undefined;
  return { kind: 'refused', reason: `'${name}' is on a server; choose a folder for its output.` };
}

interface WantedOutput {
  readonly item: number;
  readonly id: FileId;
  readonly output: SourceOutput;
}

function placeOutput(registry: FileRegistry, request: BatchRequest, { item, id, output }: WantedOutput): PlacedOutput {
  const folder = folderForOutputs(registry, request, id);
  return {
    ...output,
    item,
    action: request.items[item]?.action ?? 'compress',
    ...registry.sourceOf(id),
    path: pathBelow(folder, output.subfolder ?? '', output.name),
  };
}

/** Leaves out what needs no work or cannot be written, so that a second run on a folder does only what is new. */
function splitTargets(registry: FileRegistry, { again }: BatchRequest, all: readonly Target[]) {
  const compressed = new Map(
    all.flatMap((target) => (target.action === 'compress' && target.file ? [[target.file, target]] : [])),
  );
  const targets: Target[] = [];
  const leftOut: LeftOut[] = [];
  for (const target of all) {
    const { item, action, sourceFile } = target;
    const maker = action === 'decompress' && sourceFile !== undefined ? compressed.get(sourceFile) : undefined;
    const refused = refusalOf(registry, target);
    if (maker)
      leftOut.push({ item, kind: 'is-output', reason: `It is the output of '${basename(maker.sourcePath)}'.` });
    else if (refused !== undefined) leftOut.push({ item, kind: 'refused', reason: refused });
    else if (!again && isMade(target)) leftOut.push({ item, kind: 'made', reason: madeReason(target) });
    else targets.push(target);
  }
  return { targets, leftOut };
}

function isMade({ existing, sourceModifiedMs, sourceFile, file }: Target): boolean {
  if (!existing || sourceModifiedMs === undefined || (file !== undefined && file === sourceFile)) return false;
  return isAsNewAs(existing.modifiedMs, sourceModifiedMs);
}

function madeReason({ name, path }: Target): string {
  return `It exists and is not older: '${name}' in ${displayFolder(dirname(path))}.`;
}

async function inspectFolders(targets: readonly Target[]): Promise<ReadonlyMap<string, TargetFolder>> {
  const paths = [...new Set(targets.map(({ path }) => dirname(path)))];
  const folders = await mapConcurrently(paths, FILES_AT_ONCE, inspectTargetFolder);
  return new Map(folders.map((folder) => [folder.path, folder]));
}

/** The plan without paths, for the window. `bytesPerSecond` is the measured rate of like work. */
export function describePlan(plan: HostPlan, bytesPerSecond?: number): BatchPlan {
  const { targets, folders, leftOut, obstacles, warnings } = plan;
  const sourceBytes = sum(targets.map((target) => target.sourceBytes));
  const free = [...folders.values()].flatMap(({ freeBytes }) => freeBytes ?? []);
  return {
    outputs: targets.map(({ item, member, name, path, sourceBytes: readBytes, sourceModifiedMs, existing }) => ({
      item,
      ...(member !== undefined && { member }),
      name,
      folder: displayFolder(dirname(path)),
      sourceBytes: readBytes,
      ...(sourceModifiedMs !== undefined && { sourceModifiedMs }),
      ...(existing && { existing }),
    })),
    leftOut,
    sourceBytes,
    maxBytes: sum(targets.map((target) => target.maxBytes)),
    ...(free.length > 0 && { freeBytes: Math.min(...free) }),
    ...(bytesPerSecond !== undefined && { estimatedMs: Math.round((sourceBytes / bytesPerSecond) * 1000) }),
    obstacles,
    warnings,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
