/** Names of Electron's IPC channels, for the preload script and the main process. */
export const channels = {
  /** Window to host: `(name, request)`, returns a `Result`. */
  call: 'host:call',
  /** Window to host: `(paths)` of dropped files, returns their ids as a `Result`. */
  admit: 'host:admit',
  /** Window to host: `(fileId)` is being dragged out. */
  dragOut: 'host:drag-out',
  /** Window to host: the page is ready to receive events. */
  listening: 'host:listening',
  /** Host to window: an `EventMessage`. */
  event: 'host:event',
} as const;
