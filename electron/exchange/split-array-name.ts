import { stat } from 'node:fs/promises';
import { type ArrayName, NAME_MARK } from '../../shared/commands/array-name.js';

/** A file of the whole name comes first: it may have the mark in it. */
export async function splitArrayName(text: string): Promise<ArrayName> {
  const at = text.lastIndexOf(NAME_MARK);
  // An address of IPv6 has the mark in its host.
  if (at < 1 || /^\w+:\/\/[^/]*$/.test(text.slice(0, at))) return { path: text, name: undefined };
  if (await stat(text).catch(() => undefined)) return { path: text, name: undefined };
  return { path: text.slice(0, at), name: text.slice(at + NAME_MARK.length) };
}
