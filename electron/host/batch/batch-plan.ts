import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileFacts } from '../../../shared/contract/files.js';
import type { BatchPlan, BatchRequest, IntakeItem } from '../../../shared/contract/intake.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { identityKey, identityOf } from '../../engine/io/same-file.js';
import { mapConcurrently } from '../concurrency.js';
import { describeFiles } from '../describe/describe-file.js';
import { displayFolder, type FileRegistry } from '../files/file-registry.js';
import { findObstacles } from './obstacles.js';
import { planSource, type SourceOutput, type SourcePlan } from './source-plan.js';
import type { Target } from './target.js';
import { inspectTargetFolder, type TargetFolder } from './target-folder.js';

const FILES_AT_ONCE = 16;

type Placed = Omit<Target, 'exists' | 'sourceFile' | 'file'>;

/** A plan with the paths, which only the host may know. */
export interface HostPlan {
  readonly targets: readonly Target[];
  readonly obstacles: readonly string[];
  readonly folders: ReadonlyMap<string, TargetFolder>;
}

/** Plans the outputs of a batch from the heads of its files. Writes nothing. */
export async function planBatch(registry: FileRegistry, request: BatchRequest): Promise<HostPlan> {
  const facts = await describeFiles(
    registry,
    request.items.map(({ id }) => id),
  );
  const refusals: string[] = [];
  const wanted: Placed[] = [];
  for (const [index, item] of request.items.entries()) {
    const plan = planItem(facts[index], item, request);
    if (plan.kind === 'refused') refusals.push(plan.reason);
    else wanted.push(...placeOutputs(registry, request, index, plan.outputs));
  }
  const targets = await mapConcurrently(wanted, FILES_AT_ONCE, withExistence);
  const folders = await inspectFolders(targets);
  return { targets, folders, obstacles: [...refusals, ...findObstacles(registry, targets, folders)] };
}

function planItem(facts: FileFacts | undefined, item: IntakeItem, request: BatchRequest): SourcePlan {
  if (!facts) return { kind: 'refused', reason: 'A file of the batch is no longer known.' };
  try {
    return planSource(facts, item, request);
  } catch (error) {
    return { kind: 'refused', reason: `'${facts.name}': ${toContractError(error).message}` };
  }
}

function placeOutputs(
  registry: FileRegistry,
  { items, place }: BatchRequest,
  item: number,
  outputs: readonly SourceOutput[],
): readonly Placed[] {
  const id = items[item]?.id ?? '';
  const sourcePath = registry.path(id);
  const folder =
    place.kind === 'beside'
      ? dirname(sourcePath)
      : join(registry.path(place.folderId), registry.relativeFolder(id) ?? '');
  return outputs.map((output) => ({
    ...output,
    item,
    sourcePath,
    path: join(folder, output.subfolder ?? '', output.name),
  }));
}

/** A broken link counts as existing: it would be in the way. */
async function withExistence(target: Placed): Promise<Target> {
  const there = await lstat(target.path).catch(() => undefined);
  const [source, existing] = await Promise.all([identityOf(target.sourcePath), there && identityOf(target.path)]);
  return {
    ...target,
    exists: there !== undefined,
    sourceFile: source && identityKey(source),
    file: existing && identityKey(existing),
  };
}

async function inspectFolders(targets: readonly Target[]): Promise<ReadonlyMap<string, TargetFolder>> {
  const paths = [...new Set(targets.map(({ path }) => dirname(path)))];
  const folders = await mapConcurrently(paths, FILES_AT_ONCE, inspectTargetFolder);
  return new Map(folders.map((folder) => [folder.path, folder]));
}

/** The plan without paths, for the window. `bytesPerSecond` is the last measured speed. */
export function describePlan({ targets, folders, obstacles }: HostPlan, bytesPerSecond?: number): BatchPlan {
  const sourceBytes = sum(targets.map((target) => target.sourceBytes));
  const free = [...folders.values()].flatMap(({ freeBytes }) => freeBytes ?? []);
  return {
    outputs: targets.map(({ item, name, path, exists }) => ({
      item,
      name,
      folder: displayFolder(dirname(path)),
      exists,
    })),
    sourceBytes,
    mostBytes: sum(targets.map((target) => target.mostBytes)),
    freeBytes: free.length === 0 ? 0 : Math.min(...free),
    ...(bytesPerSecond !== undefined && { estimatedMs: Math.round((sourceBytes / bytesPerSecond) * 1000) }),
    obstacles,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
