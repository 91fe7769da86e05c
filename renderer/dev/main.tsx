import '../data/zod-without-eval.js';
import { createRoot } from 'react-dom/client';
import { App } from '../app/App.js';
import { steadyConnection } from '../data/connection.js';
import { memoryTransport } from '../data/memory-transport.js';
import { DevHost } from './dev-host.js';

// The window over a host with sample data, for work on the views: node build/renderer-dev.mjs, with ?jobs=10000, ?empty, ?theme=dark.
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
const host = new DevHost(new URLSearchParams(location.search));
createRoot(root).render(<App transport={memoryTransport(host)} connection={steadyConnection} />);
