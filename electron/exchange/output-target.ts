import { stat } from 'node:fs/promises';
import type { ArrayName } from '../../shared/commands/array-name.js';
import { ArgumentError } from '../../shared/format/errors.js';
import type { ArrayFormat } from './dataset.js';
import { CONTAINERS_FOLDER } from './folder/folder-format.js';
import { ARRAY_FORMATS } from './formats.js';
import { splitArrayName } from './split-array-name.js';

/** A path to write to, its format, and the name that an array gets there. */
export interface OutputTarget extends ArrayName {
  readonly format: ArrayFormat;
}

/** The formats that can be written, by their ids. */
export function writableFormats(): ReadonlyMap<string, ArrayFormat> {
  return new Map(ARRAY_FORMATS.flatMap((format) => (format.create ? [[format.id, format] as const] : [])));
}

/**
 * What an output's name stands for, such as `run.h5::/group/x`, `x.zarr/` or `folder/`. The format is that of `formatId`, else the one
 * whose ending the path has; a folder without such an ending holds containers. Throws ArgumentError when neither says a format.
 */
export async function findOutput(text: string, formatId?: string): Promise<OutputTarget> {
  const { path: written, name } = await splitArrayName(text);
  const path = written.replace(/(?<=.)\/+$/, '');
  const format = formatId === undefined ? formatByEnding(path) : writableFormats().get(formatId);
  if (format) return { format, path, name };
  if (formatId !== undefined) throw new ArgumentError(`no format '${formatId}' can be written`);
  if (path !== written || (await isFolder(path))) return { format: CONTAINERS_FOLDER, path, name };
  const endings = [...writableFormats().values()].flatMap((one) => one.endings);
  throw new ArgumentError(
    `the name '${path}' does not say a format: give one of the endings ${endings.join(', ')}, a folder with a slash at the end, or --to`,
    { file: path },
  );
}

/** The format of the longest ending of a path; also one that can only be read, so that the reason can be given. */
export function formatByEnding(path: string): ArrayFormat | undefined {
  const lower = path.toLowerCase();
  const endings = ARRAY_FORMATS.flatMap((format) => format.endings.map((ending) => ({ ending, format })));
  return endings
    .filter(({ ending }) => lower.endsWith(ending))
    .sort((one, other) => other.ending.length - one.ending.length)[0]?.format;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
