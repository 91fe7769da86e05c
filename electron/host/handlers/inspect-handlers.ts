import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import type { InspectCall } from '../../inspect/inspect-service.js';
import type { HostContext } from '../host-context.js';
import { changeHandlers } from './change-handlers.js';
import type { Handler, Handlers } from './handler.js';
import { emitRecents } from './recent-handlers.js';

/** Calls that are forwarded to the inspector's thread. */
const FORWARDED = [
  'inspect.reload',
  'inspect.children',
  'inspect.locate',
  'inspect.chunks',
  'inspect.chunk',
  'inspect.planes',
  'inspect.summary',
  'inspect.codecs',
  'inspect.data',
  'inspect.cells',
  'inspect.cell',
  'inspect.start',
  'inspect.stop',
  'inspect.diff',
] as const satisfies readonly InspectCall[];
type Forwarded = (typeof FORWARDED)[number];

function forward<Name extends Forwarded>(name: Name): Handler<Name> {
  return ({ inspection }, request) => inspection.call(name, request);
}

export const inspectHandlers = {
  'inspect.open': async (context, request) => {
    const overview = await context.inspection.open(request);
    void noteOpened(context, overview);
    return overview;
  },
  'inspect.close': async ({ inspection }, { document }) => {
    await inspection.closeDocument(document);
    return null;
  },
  // One entry for each name, which is what the map's type says.
  ...(Object.fromEntries(FORWARDED.map((name) => [name, forward(name)])) as unknown as Handlers<Forwarded>),
  ...changeHandlers,
} satisfies Handlers<Forwarded | 'inspect.open' | 'inspect.close' | keyof typeof changeHandlers>;

/** The kind under which a file of another format is listed. */
function recentKindOf(format = ''): 'hdf5' | 'zarr' | 'parquet' | 'raw' {
  if (format.startsWith('Zarr')) return 'zarr';
  return format === 'HDF5' ? 'hdf5' : format === 'Parquet' ? 'parquet' : 'raw';
}

/** Adds an opened document to the recent files. A failure to write the list must not prevent opening the document. */
async function noteOpened(
  context: Pick<HostContext, 'registry' | 'recents' | 'events'>,
  { kind, format, file, array, container, plainBytes }: DocumentOverview,
): Promise<void> {
  if (kind === 'unreadable') return;
  const ratio = container && plainBytes && file.sizeBytes > 0 ? plainBytes / file.sizeBytes : undefined;
  try {
    await context.recents.add({
      path: context.registry.path(file.id),
      kind: kind === 'arrays' ? recentKindOf(format) : kind,
      sizeBytes: file.sizeBytes,
      lastAction: 'inspect',
      ...(array && { array: `${array.dtype}, ${array.shape.join(' × ')}` }),
      ...(ratio !== undefined && { ratio }),
    });
    await emitRecents(context);
  } catch {
    // The list is written again with the next file that is used.
  }
}
