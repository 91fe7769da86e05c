import type { DocumentOverview } from '../../../shared/contract/inspect/document.js';
import { tellRecents } from '../handlers/recent-handlers.js';
import type { HostContext } from '../host-context.js';

/** Puts a document that was opened among the recent files. A list that cannot be written is not worth refusing the document for. */
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
    await tellRecents(context);
  } catch {
    // The next file that is used writes it again.
  }
}
