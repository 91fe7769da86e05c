import { basename, dirname } from 'node:path';
import type { BatchRequest, CollisionAnswers, LeftOut, OnCollision } from '../../../shared/contract/intake.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import { pathKey } from '../../engine/io/file-name.js';
import { createFolder } from '../../engine/io/new-folder.js';
import type { SkippedJob } from '../../jobs/queue/job-queue.js';
import type { JobSpec } from '../../jobs/queue/job-spec.js';
import { isRemoteAddress } from '../../remote/remote-address.js';
import type { FileRegistry } from '../files/file-registry.js';
import type { Inspection } from '../inspection.js';
import { planBatch } from './batch-plan.js';
import { isOutputThere } from './existing-outputs.js';
import { compressedName, decompressedName, numberedName } from './output-name.js';
import { folderForOutputs, pathBelow } from './output-place.js';
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
  collisions: CollisionAnswers,
): Promise<PreparedBatch> {
  const { registry } = inspection;
  const answerOf = answersOf(collisions);
  const { targets, leftOut, obstacles } = await planBatch(inspection, request);
  if (obstacles.length > 0) throw refusal('argument', obstacles.join(' '));
  const resolved = await resolveCollisions(inspection, targets, answerOf);
  if (resolved.length === 0) {
    const [refused] = leftOut.filter(({ kind }) => kind === 'refused');
    throw refusal('argument', refused?.reason ?? 'All outputs already exist, so there is nothing to do.');
  }
  const folders = new Set(resolved.map(({ path }) => dirname(path)));
  // S3 has no folders: they are beginnings of addresses.
  for (const folder of folders) if (!isRemoteAddress(folder)) await createFolder(folder);
  return {
    jobs: resolved.map((target) => jobSpecOf(target, request, answerOf(target))),
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
    targetPath: pathBelow(
      folderForOutputs(registry, request, wanted.id),
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

type AnswerOf = (target: Pick<Target, 'item' | 'member'>) => OnCollision;

/** The answer for each output. */
function answersOf({ onCollision, answers = [] }: CollisionAnswers): AnswerOf {
  const keyOf = (item: number, member: string | undefined): string => JSON.stringify([item, member]);
  const single = new Map(answers.map((answer) => [keyOf(answer.item, answer.member), answer.onCollision]));
  return ({ item, member }) => single.get(keyOf(item, member)) ?? onCollision;
}

/** The targets without those that are skipped, and with other names for those that are renamed. */
async function resolveCollisions(
  inspection: Inspection,
  targets: readonly Target[],
  answerOf: AnswerOf,
): Promise<readonly Target[]> {
  const taken = new Set(targets.map(({ path }) => pathKey(path)));
  const resolved: Target[] = [];
  for (const target of targets) {
    const answer = target.existing ? answerOf(target) : 'replace';
    if (answer === 'replace') resolved.push(target);
    if (answer !== 'rename') continue;
    const path = await freePath(inspection, target, taken);
    taken.add(pathKey(path));
    const { existing: _there, ...rest } = target;
    resolved.push({ ...rest, path, file: undefined });
  }
  return resolved;
}

/** `name (2).blp`, or the next number that is free both on disk and in the batch. */
async function freePath(inspection: Inspection, { path, name }: Target, taken: ReadonlySet<string>): Promise<string> {
  for (let number = 2; ; number++) {
    const candidate = pathBelow(dirname(path), numberedName(name, number));
    if (!taken.has(pathKey(candidate)) && !(await isOutputThere(inspection, candidate))) return candidate;
  }
}

function jobSpecOf(target: Target, request: BatchRequest, onCollision: OnCollision): JobSpec {
  const item = request.items[target.item];
  if (!item) throw new TypeError('a target of another batch');
  return {
    sourcePath: target.sourcePath,
    ...(target.address && { address: target.address }),
    targetPath: target.path,
    action: item.action,
    check: request.check,
    // An archive is the source of several jobs: the first to finish must not delete it.
    trashSource: request.trashSources && target.member === undefined && !target.otherFormat && !target.address,
    overwrite: onCollision === 'replace',
    sourceBytes: target.sourceBytes,
    ...(target.member !== undefined && { member: target.member }),
    ...(target.otherFormat && { otherFormat: target.otherFormat }),
    ...(item.raw && { raw: item.raw }),
    ...(item.action === 'compress' && { options: itemOptions(request.options, item) }),
  };
}
