import { ArgumentError } from '../../shared/format/errors.js';

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
