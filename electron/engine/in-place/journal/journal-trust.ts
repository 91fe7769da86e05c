import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { IoError } from '../../../../shared/format/errors.js';

/**
 * Why a file must not be used as the journal of this container; undefined when it may be used. A journal causes changes of the
 * container, so that only users who may change the container may be able to write the journal.
 */
export async function reasonAgainst(journal: Stats, target: string): Promise<string | undefined> {
  if (journal.isSymbolicLink()) return 'it is a symbolic link';
  if (!journal.isFile()) return 'it is not a regular file';
  if (journal.nlink > 1) return 'it has a second name (a hard link)';
  if (process.geteuid === undefined) return undefined;
  const container = await statContainer(target);
  const sharesGroup = (container.mode & 0o020) !== 0 && journal.gid === container.gid;
  const trusted: readonly number[] = [container.uid, process.geteuid(), 0];
  if (!trusted.includes(journal.uid) && !sharesGroup) return 'it belongs to a user who may not change the container';
  const extraModes = journal.mode & 0o022 & ~container.mode;
  const otherGroup = (journal.mode & 0o020) !== 0 && journal.gid !== container.gid;
  return extraModes !== 0 || otherGroup ? 'users who may not change the container can write to it' : undefined;
}

/**
 * The container, whose path has no symbolic links: one that is there by now, or another thing, was put there since. Throws
 * IoError('ESTALE') then, so that no other user gets rights to the journal by it.
 */
export async function statContainer(target: string): Promise<Stats> {
  const stats = await lstat(target);
  if (stats.isFile()) return stats;
  throw new IoError('ESTALE', `'${target}' was replaced by something that is not a regular file`, { file: target });
}
