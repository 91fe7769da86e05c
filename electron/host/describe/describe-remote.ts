import type { FileFacts, FileId } from '../../../shared/contract/files.js';
import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { refusal, toContractError } from '../../../shared/errors/contract-error.js';
import { shownAddress } from '../files/address-registry.js';
import { type Inspection, openDocument } from '../inspection.js';

/** Facts of a file on a server, as the inspector's thread reads them. Never rejects: what no job can read is unreadable. */
export async function describeRemote(inspection: Inspection, id: FileId, address: string): Promise<FileFacts> {
  const { name, folder, address: shown } = shownAddress(address);
  const place = { id, name, folder, address: shown, sizeBytes: 0, modifiedMs: 0 } as const;
  try {
    const overview = await openDocument(inspection, { id });
    await inspection.inspector.call('inspect.close', { document: overview.document });
    return { ...place, sizeBytes: overview.file.sizeBytes, ...contentOf(overview) };
  } catch (error) {
    return { ...place, kind: 'unreadable', actions: [], problem: toContractError(error) };
  }
}

/** Throws CallError for what is neither a container nor a `.npy` file. */
function contentOf(overview: DocumentOverview): Pick<FileFacts, 'kind' | 'actions' | 'array' | 'container'> {
  const { kind, array, container, file } = overview;
  if (kind === 'npy' && array) return { kind, array, actions: ['compress', 'inspect'] };
  if (kind === 'container' && container) {
    return {
      kind,
      ...(array && { array }),
      container: containerFacts(overview, container),
      actions: ['decompress', 'inspect'],
    };
  }
  throw refusal(
    'argument',
    `'${file.name}' is on a server, from which jobs read containers and .npy files.`,
    'Download the file and use the copy.',
  );
}

function containerFacts(
  { plainBytes }: DocumentOverview,
  { checksum, hasOffsets, state, nchunks, chunkSize }: NonNullable<DocumentOverview['container']>,
): NonNullable<FileFacts['container']> {
  return {
    checksum,
    offsets: hasOffsets,
    aborted: state === 'aborted',
    ...(plainBytes !== undefined && { plainBytes }),
    ...(nchunks !== undefined && { nchunks }),
    ...(chunkSize >= 0 && { chunkSizeBytes: chunkSize }),
  };
}
