import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { lastingAddress } from '../files/address-registry.js';
import type { HostContext } from '../host-context.js';
import { openDocument } from '../inspection.js';
import { arrayWords } from '../stores/recents-store.js';
import { changeHandlers } from './change-handlers.js';
import type { Handlers } from './handler.js';
import { emitRecents } from './recent-handlers.js';

/** The calls about documents that the inspector's thread does not handle itself (see dispatch.ts). */
export const inspectHandlers = {
  'inspect.open': async (context, request) => {
    const overview = await openDocument(context, request);
    void noteOpened(context, overview);
    return overview;
  },
  ...changeHandlers,
} satisfies Handlers<'inspect.open' | keyof typeof changeHandlers>;

/** The kind under which a file of another format is listed. */
function recentKindOf(format = ''): 'hdf5' | 'zarr' | 'parquet' | 'arrow' | 'bcolz' | 'raw' {
  const kinds = {
    HDF5: 'hdf5',
    Zarr: 'zarr',
    'Zarr 3': 'zarr',
    Parquet: 'parquet',
    Arrow: 'arrow',
    'Arrow stream': 'arrow',
    bcolz: 'bcolz',
  } as const;
  return Object.entries(kinds).find(([label]) => label === format)?.[1] ?? 'raw';
}

/** Adds an opened document to the recent files. A failure to write the list must not prevent opening the document. */
async function noteOpened(
  context: Pick<HostContext, 'registry' | 'recents' | 'events'>,
  { kind, format, file, array, container, plainBytes }: DocumentOverview,
): Promise<void> {
  const remote = context.registry.addresses.find(file.id);
  const lasting = remote && lastingAddress(remote.address);
  if (kind === 'unreadable' || (remote && lasting === undefined)) return;
  const ratio = container && plainBytes && file.sizeBytes > 0 ? plainBytes / file.sizeBytes : undefined;
  try {
    await context.recents.add({
      path: lasting ?? context.registry.path(file.id),
      kind: kind === 'arrays' ? recentKindOf(format) : kind,
      sizeBytes: file.sizeBytes,
      lastAction: 'inspect',
      ...(array && { array: arrayWords(array) }),
      ...(ratio !== undefined && { ratio }),
    });
    await emitRecents(context);
  } catch {
    // The list is written again with the next file that is used.
  }
}
