import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from '../shared/contract/channels.js';
import type { EventMessage } from '../shared/contract/events.js';
import { streamPath } from '../shared/contract/stream-path.js';
import type { Transport } from '../shared/contract/transport.js';

/**
 * All that the page gets of Electron. The sandbox compiles this file as one function body in which only `electron` can be
 * required: it is bundled into one CommonJS file, and imports nothing that runs but the names that page and host agree on.
 */
const transport: Transport = {
  call: (name, request) => ipcRenderer.invoke(channels.call, name, request),

  subscribe(listener) {
    // The listener never sees Electron's event object, which holds the raw ipcRenderer.
    const forward = (_event: unknown, message: EventMessage) => listener(message);
    ipcRenderer.on(channels.event, forward);
    ipcRenderer.send(channels.listening);
    return () => {
      ipcRenderer.off(channels.event, forward);
    };
  },

  admit(files) {
    // The bridge hands the page's own File objects through; the contract's realm has no name for their class.
    const paths = files.map((file) => webUtils.getPathForFile(file as File));
    return ipcRenderer.invoke(
      channels.admit,
      paths.filter((path) => path !== ''),
    );
  },

  // The page's own origin answers, see desktop/app-protocol.ts.
  streamUrl: streamPath,

  dragOut: (id) => ipcRenderer.send(channels.dragOut, id),

  downloadUrl: () => undefined,
};

contextBridge.exposeInMainWorld('bloscpack', transport);
