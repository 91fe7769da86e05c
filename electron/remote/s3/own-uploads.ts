import { readFile, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { closeFile } from '../../engine/io/close-file.js';
import { createPartial, removeStray, strayPartials } from '../../engine/io/partial-files.js';
import { makePrivateFolder } from '../../engine/io/private-file.js';
import { withRoots } from '../../engine/io/roots.js';
import { cacheFolder } from '../ranges/cache-settings.js';

/** What a service says of an unfinished upload does not tell whose it is. Therefore each is noted on this machine until it has ended. */
export interface NotedUpload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

interface Note extends NotedUpload {
  readonly host: string;
  readonly service: string;
}

/**
 * Notes an upload of this process in a locked file, and returns what removes the note. Where no note can be kept, a killed program's upload
 * is found by `blpk clean` alone.
 */
export async function noteUpload(upload: NotedUpload): Promise<() => Promise<void>> {
  try {
    return await withRoots(undefined, async () => {
      await makePrivateFolder(notesFolder());
      const { handle, path } = await createPartial(join(notesFolder(), 'upload'), 0o600);
      const forget = () =>
        unlink(path).then(
          () => closeFile(handle),
          () => closeFile(handle),
        );
      await handle.write(JSON.stringify({ ...upload, host: hostname(), service: service() } satisfies Note));
      return forget;
    });
  } catch {
    return async () => undefined;
  }
}

/** Lets `remove` take away each noted upload whose program was killed. A note stays where it throws. */
export async function sweepUploads(remove: (upload: NotedUpload) => Promise<void>): Promise<void> {
  await withRoots(undefined, async () => {
    for (const path of await strayPartials(notesFolder())) {
      const note = await readNote(path);
      // On a folder that machines share, the lock of another machine's program may not be seen.
      if (note && (note.host !== hostname() || note.service !== service())) continue;
      const isDone =
        note === undefined ||
        (await remove(note).then(
          () => true,
          () => false,
        ));
      if (isDone) await removeStray(path);
    }
  });
}

function notesFolder(): string {
  return join(cacheFolder(), 'uploads');
}

/** The bucket of a name is another one on another service. */
function service(): string {
  return process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL ?? '';
}

/** Undefined for a note that was not written to its end. */
async function readNote(path: string): Promise<Note | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    const note = JSON.parse(text) as Record<keyof Note, unknown>;
    return Object.values(note).every((value) => typeof value === 'string') ? (note as Note) : undefined;
  } catch {
    return undefined;
  }
}
