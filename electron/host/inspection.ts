import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { CheckedRequest } from '../../shared/contract/calls.js';
import type { DocumentFile, DocumentId, DocumentOverview } from '../../shared/contract/inspect/document.js';
import { refusal } from '../../shared/errors/contract-error.js';
import { withIoErrors } from '../engine/io/io-error.js';
import type { InspectService } from '../inspect/inspect-service.js';
import type { ThreadClient } from '../threads/thread-client.js';
import { displayFolder, type FileRegistry } from './files/file-registry.js';

/** The inspector's thread, which knows documents and paths, and the registry, which knows the window's ids of files. */
export interface Inspection {
  readonly inspector: Pick<ThreadClient<InspectService>, 'call'>;
  readonly registry: FileRegistry;
}

/** Throws IoError for a missing file, and CallError for an id that may not be used. */
export async function openDocument(
  { inspector, registry }: Inspection,
  { id, member, readAs }: CheckedRequest<'inspect.open'>,
): Promise<DocumentOverview> {
  const path = registry.path(id);
  const stats = await withIoErrors('read', path, () => stat(path));
  if (stats.isDirectory()) throw refusal('argument', `'${basename(path)}' is a folder, not a file.`);
  return inspector.call('open', {
    path,
    file: fileOf(id, path, stats),
    ...(member !== undefined && { member }),
    ...(readAs && { readAs }),
  });
}

/** The path of a document's file, for changes to it. Throws CallError for a document that is not open, and as the registry does. */
export async function documentPath({ inspector, registry }: Inspection, document: DocumentId): Promise<string> {
  return registry.path(await inspector.call('file-id', { document }));
}

function fileOf(id: string, path: string, { size, mtimeMs }: Stats): DocumentFile {
  return {
    id,
    name: basename(path),
    folder: displayFolder(dirname(path)),
    sizeBytes: size,
    modifiedMs: Math.floor(mtimeMs),
  };
}
