/** Names of Electron's IPC channels, on which the preload script and the main process have to agree. */
export const channels = {
  /** Window to host, answered: `(name, request)`, a `Result` comes back. */
  call: 'host:call',
  /** Window to host, answered: `(paths)` of files that were dropped; their ids come back as a `Result`. */
  admit: 'host:admit',
  /** Window to host: `(fileId)` is being dragged out. */
  dragOut: 'host:drag-out',
  /** Window to host: the page listens to events from now on. */
  listening: 'host:listening',
  /** Host to window: an `EventMessage`. */
  event: 'host:event',
} as const;
