import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { CheckedRequest } from '../../shared/contract/calls.js';
import type { FileId } from '../../shared/contract/files.js';
import type { DocumentFile, DocumentId, DocumentOverview } from '../../shared/contract/inspect/document.js';
import { withIoErrors } from '../engine/io/io-error.js';
import type { InspectService } from '../inspect/inspect-service.js';
import type { JobSpec } from '../jobs/queue/job-spec.js';
import type { ThreadClient } from '../threads/thread-client.js';
import { shownAddress } from './files/address-registry.js';
import { displayFolder, type FileRegistry } from './files/file-registry.js';
import type { HostPorts } from './host-ports.js';

/** The inspector's thread, which knows documents and paths, and the registry, which knows the window's ids of files. */
export interface Inspection {
  readonly inspector: Pick<ThreadClient<InspectService>, 'call'>;
  readonly registry: FileRegistry;
  readonly ports: Pick<HostPorts, 'allowsPrivateAddresses'>;
}

/** Throws IoError for a missing file, and CallError for an id that may not be used, or for a server that refuses. */
export async function openDocument(
  { inspector, registry, ports }: Inspection,
  { id, member, readAs }: CheckedRequest<'inspect.open'>,
): Promise<DocumentOverview> {
  const how = { ...(member !== undefined && { member }), ...(readAs && { readAs }) };
  const remote = registry.addresses.find(id);
  if (remote) {
    const { name, address } = remote;
    return inspector.call('open', {
      path: name,
      file: { id, ...shownAddress(address), sizeBytes: 0 },
      remote: { address, privateAddresses: ports.allowsPrivateAddresses ?? false },
      ...how,
    });
  }
  const path = registry.path(id);
  const stats = await withIoErrors('read', path, () => stat(path));
  return inspector.call('open', { path, file: fileOf(id, path, stats), ...how });
}

type Documents = Pick<Inspection, 'inspector' | 'registry'>;

/** The path of a document's file, for changes to it. Throws CallError for a document that is not open, and as the registry does. */
export async function documentPath(documents: Documents, document: DocumentId): Promise<string> {
  return documents.registry.path(await fileIdOf(documents, document));
}

/** A document's file as the source of a job. Throws as `documentPath`, but not for a file on a server. */
export async function documentSource(
  documents: Documents,
  document: DocumentId,
): Promise<Pick<JobSpec, 'sourcePath' | 'address'>> {
  return documents.registry.sourceOf(await fileIdOf(documents, document));
}

function fileIdOf({ inspector }: Documents, document: DocumentId): Promise<FileId> {
  return inspector.call('file-id', { document });
}

function fileOf(id: string, path: string, stats: Stats): DocumentFile {
  const isFolder = stats.isDirectory();
  return {
    id,
    name: basename(path),
    folder: displayFolder(dirname(path)),
    ...(isFolder && { isFolder }),
    sizeBytes: isFolder ? 0 : stats.size,
    modifiedMs: Math.floor(stats.mtimeMs),
  };
}
