import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BatchRequest, OnCollision } from '../../../shared/contract/intake.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import { pathKey } from '../../engine/io/file-name.js';
import { createFolder } from '../../engine/io/new-folder.js';
import type { JobSpec } from '../../jobs/queue/job-spec.js';
import type { FileRegistry } from '../files/file-registry.js';
import { planBatch } from './batch-plan.js';
import { numberedName } from './output-name.js';
import { itemOptions } from './pack-options.js';
import type { Target } from './target.js';

/**
 * Returns the jobs of a batch, with collisions resolved as requested, and creates their output folders. Throws
 * CallError('argument') if there are obstacles or nothing is left to do; IoError when a folder cannot be created.
 */
export async function prepareBatch(
  registry: FileRegistry,
  request: BatchRequest,
  onCollision: OnCollision,
): Promise<readonly JobSpec[]> {
  const { targets, obstacles } = await planBatch(registry, request);
  if (obstacles.length > 0) throw refusal('argument', obstacles.join(' '));
  const resolved = await resolveCollisions(targets, onCollision);
  if (resolved.length === 0) {
    throw refusal('argument', 'All outputs already exist, so there is nothing to do.');
  }
  for (const folder of new Set(resolved.map(({ path }) => dirname(path)))) {
    await createFolder(folder);
  }
  return resolved.map((target) => jobSpecOf(target, request, onCollision));
}

async function resolveCollisions(targets: readonly Target[], onCollision: OnCollision): Promise<readonly Target[]> {
  switch (onCollision) {
    case 'skip':
      return targets.filter(({ exists }) => !exists);
    case 'replace':
      return targets;
    case 'rename':
      return renameExisting(targets);
  }
}

async function renameExisting(targets: readonly Target[]): Promise<readonly Target[]> {
  const taken = new Set(targets.map(({ path }) => pathKey(path)));
  const renamed: Target[] = [];
  for (const target of targets) {
    if (!target.exists) {
      renamed.push(target);
      continue;
    }
    const path = await freePath(target, taken);
    taken.add(pathKey(path));
    renamed.push({ ...target, path, exists: false, file: undefined });
  }
  return renamed;
}

/** `name (2).blp`, or the next number that is free both on disk and in the batch. */
async function freePath({ path, name }: Target, taken: ReadonlySet<string>): Promise<string> {
  for (let number = 2; ; number++) {
    const candidate = join(dirname(path), numberedName(name, number));
    const isThere = taken.has(pathKey(candidate)) || (await lstat(candidate).catch(() => undefined)) !== undefined;
    if (!isThere) return candidate;
  }
}

function jobSpecOf(target: Target, request: BatchRequest, onCollision: OnCollision): JobSpec {
  const item = request.items[target.item];
  if (!item) throw new TypeError('a target of another batch');
  return {
    sourcePath: target.sourcePath,
    targetPath: target.path,
    action: item.action,
    check: request.check,
    // An archive is the source of several jobs: the first to finish must not delete it.
    trashSource: request.trashSources && target.member === undefined,
    overwrite: onCollision === 'replace',
    sourceBytes: target.sourceBytes,
    ...(target.member !== undefined && { member: target.member }),
    ...(item.raw && { raw: item.raw }),
    ...(item.action === 'compress' && { options: itemOptions(request.options, item) }),
  };
}
