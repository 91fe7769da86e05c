import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from '../shared/contract/channels.js';
import type { EventMessage } from '../shared/contract/events.js';
import { streamPath } from '../shared/contract/stream-path.js';
import type { Transport } from '../shared/contract/transport.js';

/**
 * The page's whole access to Electron. The sandbox compiles this file as one function body in which only `electron` can be
 * required: it is bundled into one CommonJS file, and imports only the names that page and host share.
 */
const transport: Transport = {
  call: (name, request) => ipcRenderer.invoke(channels.call, name, request),

  subscribe(listener) {
    // Electron's event object holds the raw ipcRenderer, so the listener does not get it.
    const forward = (_event: unknown, message: EventMessage) => listener(message);
    ipcRenderer.on(channels.event, forward);
    ipcRenderer.send(channels.listening);
    return () => {
      ipcRenderer.off(channels.event, forward);
    };
  },

  admit(files) {
    // The bridge passes the page's own File objects; the contract's project has no DOM type for them.
    const paths = files.map((file) => webUtils.getPathForFile(file as File));
    return ipcRenderer.invoke(
      channels.admit,
      paths.filter((path) => path !== ''),
    );
  },

  // Served under the page's own origin, see desktop/app-protocol.ts.
  streamUrl: streamPath,

  dragOut: (id) => ipcRenderer.send(channels.dragOut, id),

  downloadUrl: () => undefined,
};

contextBridge.exposeInMainWorld('bloscpack', transport);
