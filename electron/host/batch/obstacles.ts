import { basename, dirname } from 'node:path';
import { binarySize } from '../../../shared/compare/words.js';
import { fileNameProblem, pathKey } from '../../engine/io/file-name.js';
import { isRemoteAddress } from '../../remote/remote-address.js';
import { isKeyTooLong } from '../../remote/s3/s3-address.js';
import { displayFolder, type FileRegistry } from '../files/file-registry.js';
import { isPathTooLong } from './output-name.js';
import type { Target } from './target.js';
import type { TargetFolder } from './target-folder.js';

type Folders = ReadonlyMap<string, TargetFolder>;

/** Why this output alone cannot be written, as a sentence; undefined if it can. The others of the batch are not concerned. */
export function refusalOf(registry: FileRegistry, { name, path, subfolder = '' }: Target): string | undefined {
  // The groups of a file are folders of its outputs, and never lead out of the one for outputs.
  for (const part of [...subfolder.split('/').filter(Boolean), name]) {
    const problem = fileNameProblem(part);
    if (problem !== undefined)
      return `The output name ${visible(part)} ${problem}; rename the file or change the name.`;
  }
  if (isRemoteAddress(path)) return isKeyTooLong(path) ? `The address of '${name}' is too long for S3.` : undefined;
  if (isPathTooLong(path)) return `The path of '${name}' is too long for the system.`;
  return registry.allows(path) ? undefined : `'${name}' would be outside the folders that this host may use.`;
}

/** Control characters of a name as escapes, in quotes. */
function visible(name: string): string {
  return `'${JSON.stringify(name).slice(1, -1)}'`;
}

/** All reasons why a batch cannot start, as sentences without duplicates. */
export function findObstacles(targets: readonly Target[], folders: Folders): readonly string[] {
  return [
    ...new Set([
      ...sharedOutputs(targets),
      ...overwrittenSources(targets),
      ...[...folders.values()].flatMap(folderObstacles),
      ...spaceShortages(
        targets.filter(({ action }) => action === 'decompress'),
        folders,
      ).map(({ needed, free, folder }) => `The outputs need ${needed}, but only ${free} are free at ${folder}.`),
    ]),
  ];
}

/** What may go wrong. The size of a container is known only afterwards; one that does not fit leaves nothing behind. */
export function findWarnings(targets: readonly Target[], folders: Folders): readonly string[] {
  return spaceShortages(targets, folders).map(
    ({ needed, free, folder }) =>
      `The outputs may need up to ${needed}, but only ${free} are free at ${folder}. A job that runs out of space fails and leaves no partial file.`,
  );
}

function sharedOutputs(targets: readonly Target[]): readonly string[] {
  const first = new Map<string, Target>();
  return targets.flatMap((target) => {
    const key = pathKey(target.path);
    const other = first.get(key);
    if (!other) {
      first.set(key, target);
      return [];
    }
    const [one, two] = [describeSource(other), describeSource(target)];
    const folder = displayFolder(dirname(target.path));
    return [
      `${one} and ${two} would both become '${target.name}' in ${folder}: write next to each source, or remove one from the list.`,
    ];
  });
}

/** Outputs that would replace a source: on failure both would be lost. */
function overwrittenSources(targets: readonly Target[]): readonly string[] {
  const paths = new Set(targets.map(({ sourcePath }) => pathKey(sourcePath)));
  const files = new Set(targets.flatMap(({ sourceFile }) => sourceFile ?? []));
  return targets
    .filter(({ path, file }) => paths.has(pathKey(path)) || (file !== undefined && files.has(file)))
    .map(({ name }) => `'${name}' is a file of this batch and would be written over; change the output name.`);
}

/** Why nothing can be written to the folder, in a sentence, if so. */
export function folderObstacles({ path, problem }: TargetFolder): readonly string[] {
  return problem === undefined ? [] : [`The folder ${displayFolder(path)} ${problem}.`];
}

interface Shortage {
  readonly needed: string;
  readonly free: string;
  readonly folder: string;
}

/** The file systems that have less free space than the outputs need at most. */
function spaceShortages(targets: readonly Target[], folders: Folders): readonly Shortage[] {
  const needed = new Map<number, number>();
  for (const { path, maxBytes } of targets) {
    const device = folders.get(dirname(path))?.device ?? 0;
    needed.set(device, (needed.get(device) ?? 0) + maxBytes);
  }
  return [...needed].flatMap(([device, neededBytes]) => {
    const folder = [...folders.values()].find((candidate) => candidate.device === device);
    if (folder?.freeBytes === undefined || neededBytes <= folder.freeBytes) return [];
    return [
      {
        needed: binarySize(neededBytes),
        free: binarySize(folder.freeBytes),
        folder: displayFolder(folder.path),
      },
    ];
  });
}

function describeSource({ sourcePath, member }: Target): string {
  const file = `'${basename(sourcePath)}' in ${displayFolder(dirname(sourcePath))}`;
  return member === undefined ? file : `'${member}' of ${file}`;
}
