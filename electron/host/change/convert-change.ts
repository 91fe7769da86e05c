import { basename, dirname, join } from 'node:path';
import { type ConvertPlanView, type ConvertTarget, convertTargets } from '../../../shared/contract/inspect/change.js';
import type { DocumentId } from '../../../shared/contract/inspect/document.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import type { ArrayOutputs } from '../../inspect/open/array-outputs.js';
import type { JobSpec } from '../../jobs/queue/job-spec.js';
import { folderObstacles } from '../batch/obstacles.js';
import { convertedName } from '../batch/output-name.js';
import { inspectTargetFolder } from '../batch/target-folder.js';
import { displayFolder } from '../files/file-registry.js';
import { documentPath, type Inspection } from '../inspection.js';
import { freePath } from './free-path.js';

interface Targets extends Omit<ArrayOutputs, 'outputs'> {
  readonly targets: readonly Target[];
}

interface Target {
  readonly to: ConvertTarget;
  readonly recompressReason?: string;
}

type Documents = Pick<Inspection, 'inspector' | 'registry'>;

/** What the array of an open document can be converted to. No choices for a document without an array. */
export async function planConverting(documents: Documents, document: DocumentId): Promise<ConvertPlanView> {
  const path = await documentPath(documents, document);
  const { targets, member } = await targetsOf(documents, document);
  const choices = targets.map(async ({ to, recompressReason }) => ({
    to,
    outputName: basename(await freeConvertedPath(path, to, member)),
    ...(recompressReason !== undefined && { recompressReason }),
  }));
  const [obstacle] = folderObstacles(await inspectTargetFolder(dirname(path)));
  return {
    outputFolder: displayFolder(dirname(path)),
    choices: await Promise.all(choices),
    ...(obstacle !== undefined && { obstacle }),
  };
}

/** The job for it. Throws CallError('argument') for a format that is no choice. */
export async function convertSpec(documents: Documents, document: DocumentId, to: ConvertTarget): Promise<JobSpec> {
  const path = await documentPath(documents, document);
  const { targets, member, sourceFormat } = await targetsOf(documents, document);
  if (!targets.some((target) => target.to === to)) {
    throw refusal('argument', `'${basename(path)}' cannot be converted to .${to} here.`, 'Choose another format.');
  }
  return {
    sourcePath: path,
    targetPath: await freeConvertedPath(path, to, member),
    ...(member !== undefined && { member }),
    ...(sourceFormat !== undefined && { sourceFormat }),
    action: 'convert',
    check: 'compare',
    trashSource: false,
    overwrite: false,
  };
}

/** A host with roots writes no folders: what is written inside of one is not compared with the roots, nor can it be downloaded. */
async function targetsOf({ inspector, registry }: Documents, document: DocumentId): Promise<Targets> {
  const asked = convertTargets.filter((to) => to !== 'zarr' || registry.roots === undefined);
  const endings = asked.map((to) => `.${to}`);
  const { outputs, ...source } = await inspector.call('array-outputs', { document, endings });
  const targets = asked.flatMap((to) => {
    const output = outputs.find(({ ending }) => ending === `.${to}`);
    return output ? [{ ...output, to }] : [];
  });
  return { ...source, targets };
}

/** Beside the source. */
function freeConvertedPath(path: string, to: ConvertTarget, member: string | undefined): Promise<string> {
  return freePath(join(dirname(path), convertedName(basename(path), to, member)));
}
