import { app } from 'electron';
import type { RecentFile } from '../../shared/contract/app.js';
import type { Host } from '../host/host.js';

/** Tells the system's list of recent documents (macOS, Windows) what the host's own list gained. */
export function followRecents(host: Host): void {
  const told = new Set<string>();
  host.subscribe((event) => {
    if (event.name !== 'recents.changed') return;
    // The name decides the payload's type; the pair is one type only for the sender.
    const { recents } = event.payload as { readonly recents: readonly RecentFile[] };
    for (const { id } of recents.filter((recent) => !recent.missing && !told.has(recent.id))) {
      const path = host.pathOf(id);
      if (path !== undefined) app.addRecentDocument(path);
      told.add(id);
    }
  });
}
