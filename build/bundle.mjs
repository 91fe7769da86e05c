/** Writes every bundle to `dist/`. */
import { join } from 'node:path';
import { bundles } from './bundles.mjs';
import { root } from './root.mjs';
import { bundleForNode } from './vite.node.mjs';

for (const bundle of bundles) await bundleForNode(bundle, { root, outDir: join(root, 'dist') });
