import { lstat, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileFacts, FileId } from '../../../shared/contract/files.js';
import type { BatchPlan, BatchRequest, IntakeItem, LeftOut } from '../../../shared/contract/intake.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { isAsNewAs } from '../../engine/io/newer.js';
import { identityKey, identityOf } from '../../engine/io/same-file.js';
import { mapConcurrently } from '../concurrency.js';
import { describeFiles } from '../describe/describe-file.js';
import { displayFolder, type FileRegistry } from '../files/file-registry.js';
import type { Inspection } from '../inspection.js';
import { findObstacles, findWarnings, refusalOf } from './obstacles.js';
import { planSource, type SourceOutput, type SourcePlan } from './source-plan.js';
import type { Target } from './target.js';
import { inspectTargetFolder, type TargetFolder } from './target-folder.js';

const FILES_AT_ONCE = 16;

type Placed = Omit<Target, 'existing' | 'sourceModifiedMs' | 'sourceFile' | 'file'>;

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
  const wanted: Placed[] = [];
  for (const [item, { id }] of request.items.entries()) {
    const plan = planItem(facts[item], request.items[item], request);
    if (plan.kind === 'refused') leftOut.push({ item, ...plan });
    else wanted.push(...plan.outputs.map((output) => placeOutput(registry, request, { item, id, output })));
  }
  const placed = await mapConcurrently(wanted, FILES_AT_ONCE, withExistence);
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

/** What is only possible with local files; undefined for these, and for what is possible. */
function refusalOfRemote(
  { name, address, problem }: FileFacts,
  { raw }: IntakeItem,
  { place }: BatchRequest,
): SourcePlan | undefined {
  if (address === undefined) return undefined;
  if (raw) return { kind: 'refused', reason: `'${name}' is on a server; download it to read it as raw bytes.` };
  if (place.kind === 'folder' || problem) return undefined;
  return { kind: 'refused', reason: `'${name}' is on a server; choose a folder for its output.` };
}

interface WantedOutput {
  readonly item: number;
  readonly id: FileId;
  readonly output: SourceOutput;
}

/** The folder for the outputs of a file: its own, or below the chosen one the place that it has below the dropped one. */
export function targetFolder(registry: FileRegistry, { place }: BatchRequest, id: FileId): string {
  if (place.kind === 'beside') return dirname(registry.path(id));
  return join(registry.path(place.folderId), registry.relativeFolder(id) ?? '');
}

function placeOutput(registry: FileRegistry, request: BatchRequest, { item, id, output }: WantedOutput): Placed {
  const folder = targetFolder(registry, request, id);
  return {
    ...output,
    item,
    action: request.items[item]?.action ?? 'compress',
    ...registry.sourceOf(id),
    path: join(folder, output.subfolder ?? '', output.name),
  };
}

async function withExistence(target: Placed): Promise<Target> {
  const there = await lstat(target.path).catch(() => undefined);
  const sourcePath = target.address ? undefined : target.sourcePath;
  const sourceStats = sourcePath === undefined ? undefined : await stat(sourcePath).catch(() => undefined);
  const [source, existing] = await Promise.all([
    sourcePath === undefined ? undefined : identityOf(sourcePath),
    there && identityOf(target.path),
  ]);
  return {
    ...target,
    ...(there && { existing: { sizeBytes: there.size, modifiedMs: Math.floor(there.mtimeMs) } }),
    ...(sourceStats && { sourceModifiedMs: Math.floor(sourceStats.mtimeMs) }),
    sourceFile: source && identityKey(source),
    file: existing && identityKey(existing),
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
    freeBytes: free.length === 0 ? 0 : Math.min(...free),
    ...(bytesPerSecond !== undefined && { estimatedMs: Math.round((sourceBytes / bytesPerSecond) * 1000) }),
    obstacles,
    warnings,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
