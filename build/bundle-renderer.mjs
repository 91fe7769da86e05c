/** Writes the window's page to `dist/renderer/`. */
import { join } from 'node:path';
import { root } from './root.mjs';
import { bundleRenderer } from './vite.renderer.mjs';

await bundleRenderer({ root, outDir: join(root, 'dist/renderer') });
