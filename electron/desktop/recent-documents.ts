import { app } from 'electron';
import type { RecentFile } from '../../shared/contract/app.js';
import type { Host } from '../host/host.js';

/** Adds new entries of the host's list of recent files to the system's recent documents (macOS, Windows). */
export function followRecents(host: Host): void {
  const added = new Set<string>();
  host.subscribe((event) => {
    if (event.name !== 'recents.changed') return;
    // The event's name decides the payload's type, which the compiler does not infer here.
    const { recents } = event.payload as { readonly recents: readonly RecentFile[] };
    for (const { id } of recents.filter((recent) => !recent.missing && !added.has(recent.id))) {
      const path = host.pathOf(id);
      if (path !== undefined) app.addRecentDocument(path);
      added.add(id);
    }
  });
}
