import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { emitRecents } from '../handlers/recent-handlers.js';
import type { HostContext } from '../host-context.js';

/** Adds an opened document to the recent files. A failure to write the list must not prevent opening the document. */
export async function noteOpened(
  context: Pick<HostContext, 'registry' | 'recents' | 'events'>,
  { kind, file, array, container, plainBytes }: DocumentOverview,
): Promise<void> {
  if (kind === 'unreadable') return;
  const ratio = container && plainBytes && file.sizeBytes > 0 ? plainBytes / file.sizeBytes : undefined;
  try {
    await context.recents.add({
      path: context.registry.path(file.id),
      kind,
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
