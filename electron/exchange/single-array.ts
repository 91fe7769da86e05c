import { ArgumentError } from '../../shared/format/errors.js';
import type { OperationOptions } from '../engine/operation.js';
import type { ArrayFormat, DatasetEntry } from './dataset.js';

/** `list` of a format whose files hold one array. */
export async function* listOnly(
  format: ArrayFormat,
  path: string,
  options: OperationOptions,
): AsyncGenerator<DatasetEntry, void, undefined> {
  const dataset = await format.open(path, undefined, options);
  try {
    yield { name: undefined, spec: dataset.spec };
  } finally {
    await dataset.close();
  }
}

/** Throws ArgumentError for a name behind `::` of a format whose files hold one array. */
export function requireNoName({ label }: ArrayFormat, path: string, name: string | undefined): void {
  if (name === undefined) return;
  throw new ArgumentError(`'${path}' is a ${label} file, which holds one array without a name: leave out '::${name}'`, {
    file: path,
  });
}

/** Names in a message, at most. */
const MAX_NAMES = 20;

/** The only name of a file that holds several arrays. Throws ArgumentError when there are several, or none. */
export function requireChosen(path: string, names: readonly string[]): string {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined) throw new ArgumentError(`'${path}' holds no array`, { file: path });
  const listed = names.slice(0, MAX_NAMES).join(', ');
  throw new ArgumentError(
    `'${path}' holds several arrays: name one, as in '${path}::${only}'; it has ${listed}${names.length > MAX_NAMES ? ', ...' : ''}`,
    { file: path },
  );
}
