import '../data/zod-without-eval.js';
import { createRoot } from 'react-dom/client';
import { App } from '../app/App.js';
import { steadyConnection } from '../data/connection.js';
import { memoryTransport } from '../data/memory-transport.js';
import { DevHost } from './dev-host.js';

// The window over a made-up host, to look at while working on it: node build/renderer-dev.mjs, or ?jobs=10000, ?empty, ?theme=dark.
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
const host = new DevHost(new URLSearchParams(location.search));
createRoot(root).render(<App transport={memoryTransport(host)} connection={steadyConnection} />);
