import type { InspectService } from '../inspect/inspect-service.js';
import type { JobQueue } from '../jobs/queue/job-queue.js';
import type { ThreadClient } from '../threads/thread-client.js';
import type { Comparisons } from './bench/comparisons.js';
import type { Formats } from './bench/formats.js';
import type { RunStore } from './bench/run-store.js';
import type { EventHub } from './events/event-hub.js';
import type { DeletedOutputs } from './files/deleted-outputs.js';
import type { FileRegistry } from './files/file-registry.js';
import type { FolderScans } from './files/folder-scan.js';
import type { CalendarClock, HostPorts } from './host-ports.js';
import type { RecentsStore } from './stores/recents-store.js';
import type { SettingsStore } from './stores/settings-store.js';

/** Everything that handlers use; created once per host. */
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
  /** The inspector's thread, which holds the open documents. */
  readonly inspector: ThreadClient<InspectService>;
  readonly queue: JobQueue;
  /** Where the machine has no trash for outputs that are not wanted. */
  readonly deletedOutputs: DeletedOutputs | undefined;
  readonly comparisons: Comparisons;
  readonly runs: RunStore;
  readonly formats: Formats;
}
