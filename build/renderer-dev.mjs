/** Serves the window with a host with sample data, and reloads it when its sources change: `node build/renderer-dev.mjs`. */
import { root } from './root.mjs';
import { serveRenderer } from './vite.renderer.mjs';

const port = 5173;
await serveRenderer({ root, port });
console.log(`http://127.0.0.1:${port}/dev/index.html (?theme=dark, ?empty, ?jobs=10000&live)`);
