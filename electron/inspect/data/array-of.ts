import { ArgumentError } from '../../../shared/format/errors.js';
import type { ArrayAccess, OpenDocument } from '../document.js';

/** The document's array. Throws ArgumentError when there is none to look at. */
export function arrayOf(document: OpenDocument): ArrayAccess {
  if (document.array) return document.array;
  const { name } = document.overview.file;
  throw new ArgumentError(`there is no array to show in '${name}': say how its bytes should be read`, { file: name });
}
