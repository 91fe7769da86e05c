import { basename, dirname } from 'node:path';
import { fileNameProblem, pathKey } from '../../engine/io/file-name.js';
import { displayFolder, type FileRegistry } from '../files/file-registry.js';
import { isPathTooLong } from './output-name.js';
import type { Target } from './target.js';
import type { TargetFolder } from './target-folder.js';

type Folders = ReadonlyMap<string, TargetFolder>;

/** All reasons why a batch cannot start, as sentences without duplicates. */
export function findObstacles(registry: FileRegistry, targets: readonly Target[], folders: Folders): readonly string[] {
  return [
    ...new Set([
      ...targets.flatMap(nameObstacles),
      ...targets.flatMap((target) => placeObstacles(registry, target)),
      ...sharedOutputs(targets),
      ...overwrittenSources(targets),
      ...[...folders.values()].flatMap(folderObstacles),
      ...spaceObstacles(targets, folders),
    ]),
  ];
}

function nameObstacles({ name, path }: Target): readonly string[] {
  const problem = fileNameProblem(name);
  if (problem !== undefined) return [`The output name '${name}' ${problem}.`];
  return isPathTooLong(path) ? [`The path of '${name}' is too long for the system.`] : [];
}

function placeObstacles(registry: FileRegistry, { path, name }: Target): readonly string[] {
  return registry.allows(path) ? [] : [`'${name}' would be outside the folders that this host may use.`];
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
    return [`${one} and ${two} would both become '${target.name}' in ${displayFolder(dirname(target.path))}.`];
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

function folderObstacles({ path, problem }: TargetFolder): readonly string[] {
  return problem === undefined ? [] : [`The folder ${displayFolder(path)} ${problem}.`];
}

function spaceObstacles(targets: readonly Target[], folders: Folders): readonly string[] {
  const needed = new Map<number, number>();
  for (const { path, mostBytes } of targets) {
    const device = folders.get(dirname(path))?.device ?? 0;
    needed.set(device, (needed.get(device) ?? 0) + mostBytes);
  }
  return [...needed].flatMap(([device, neededBytes]) => {
    const folder = [...folders.values()].find((candidate) => candidate.device === device);
    if (folder?.freeBytes === undefined || neededBytes <= folder.freeBytes) return [];
    return [
      `The outputs may need ${neededBytes} bytes, but only ${folder.freeBytes} are free at ${displayFolder(folder.path)}.`,
    ];
  });
}

function describeSource({ sourcePath, member }: Target): string {
  return member === undefined ? `'${basename(sourcePath)}'` : `'${member}' of '${basename(sourcePath)}'`;
}
