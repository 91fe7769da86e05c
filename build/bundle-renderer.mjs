/** Writes the window's page to `dist/renderer/`. */
import { join } from 'node:path';
import { packageListOf } from './bundles.mjs';
import { root } from './root.mjs';
import { bundleRenderer } from './vite.renderer.mjs';

const dist = join(root, 'dist');
await bundleRenderer({ root, outDir: join(dist, 'renderer'), packageList: join(dist, packageListOf('renderer')) });
