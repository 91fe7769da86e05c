import type { JobQueue } from '../jobs/job-queue.js';
import type { CalendarClock } from './clock.js';
import type { EventHub } from './event-hub.js';
import type { FileRegistry } from './file-registry.js';
import type { FolderScans } from './folder-scan.js';
import type { HostPorts } from './host-ports.js';
import type { RecentsStore } from './recents-store.js';
import type { SettingsStore } from './settings-store.js';

/** What handlers work with; made once a host. */
export interface HostContext {
  readonly ports: HostPorts;
  /** The ports' roots as absolute paths. */
  readonly roots: readonly string[] | undefined;
  readonly clock: CalendarClock;
  readonly registry: FileRegistry;
  readonly events: EventHub;
  readonly settings: SettingsStore;
  readonly recents: RecentsStore;
  readonly scans: FolderScans;
  readonly queue: JobQueue;
}
