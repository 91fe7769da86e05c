import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BatchRequest, LeftOut, OnCollision } from '../../../shared/contract/intake.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import { pathKey } from '../../engine/io/file-name.js';
import { createFolder } from '../../engine/io/new-folder.js';
import type { SkippedJob } from '../../jobs/queue/job-queue.js';
import type { JobSpec } from '../../jobs/queue/job-spec.js';
import type { FileRegistry } from '../files/file-registry.js';
import type { Inspection } from '../inspection.js';
import { planBatch, targetFolder } from './batch-plan.js';
import { compressedName, decompressedName, numberedName } from './output-name.js';
import { itemOptions } from './pack-options.js';
import type { Target } from './target.js';

/** The jobs of a batch, and the sources for which nothing can be written, each with its reason. */
export interface PreparedBatch {
  readonly jobs: readonly JobSpec[];
  readonly skipped: readonly SkippedJob[];
}

/**
 * Prepares a batch, with collisions resolved as requested, and creates its output folders. Throws CallError('argument') if
 * there are obstacles or nothing is left to do; IoError when a folder cannot be created.
 */
export async function prepareBatch(
  inspection: Inspection,
  request: BatchRequest,
  onCollision: OnCollision,
): Promise<PreparedBatch> {
  const { registry } = inspection;
  const { targets, leftOut, obstacles } = await planBatch(inspection, request);
  if (obstacles.length > 0) throw refusal('argument', obstacles.join(' '));
  const resolved = await resolveCollisions(targets, onCollision);
  if (resolved.length === 0) {
    const [refused] = leftOut.filter(({ kind }) => kind === 'refused');
    throw refusal('argument', refused?.reason ?? 'All outputs already exist, so there is nothing to do.');
  }
  for (const folder of new Set(resolved.map(({ path }) => dirname(path)))) {
    await createFolder(folder);
  }
  return {
    jobs: resolved.map((target) => jobSpecOf(target, request, onCollision)),
    skipped: leftOut.flatMap((left) => (left.kind === 'refused' ? skippedJob(registry, request, left) : [])),
  };
}

/** Listed in the queue, where a retry works if the reason is gone. None for a file that is not known. */
function skippedJob(registry: FileRegistry, request: BatchRequest, { item, reason }: LeftOut): readonly SkippedJob[] {
  const wanted = request.items[item];
  const sourcePath = wanted && registry.find(wanted.id);
  if (!wanted || sourcePath === undefined) return [];
  const { action, raw } = wanted;
  const name = basename(sourcePath);
  const spec: JobSpec = {
    sourcePath,
    targetPath: join(
      targetFolder(registry, request, wanted.id),
      action === 'compress' ? compressedName(name, request.nameTemplate) : decompressedName(name, request, false),
    ),
    action,
    check: request.check,
    trashSource: false,
    overwrite: false,
    ...(raw && { raw }),
    ...(action === 'compress' && { options: itemOptions(request.options, wanted) }),
  };
  return [{ spec, note: reason }];
}

async function resolveCollisions(targets: readonly Target[], onCollision: OnCollision): Promise<readonly Target[]> {
  switch (onCollision) {
    case 'skip':
      return targets.filter(({ existing }) => !existing);
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
    if (!target.existing) {
      renamed.push(target);
      continue;
    }
    const path = await freePath(target, taken);
    taken.add(pathKey(path));
    const { existing: _there, ...rest } = target;
    renamed.push({ ...rest, path, file: undefined });
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
    trashSource: request.trashSources && target.member === undefined && !target.otherFormat,
    overwrite: onCollision === 'replace',
    sourceBytes: target.sourceBytes,
    ...(target.member !== undefined && { member: target.member }),
    ...(target.otherFormat && { otherFormat: target.otherFormat }),
    ...(item.raw && { raw: item.raw }),
    ...(item.action === 'compress' && { options: itemOptions(request.options, item) }),
  };
}
