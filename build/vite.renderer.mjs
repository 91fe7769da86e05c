import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, createServer } from 'vite';
import { listPackages } from './licenses/bundled-packages.mjs';

/**
 * How the window's page is built from `renderer/`: ES modules and style sheets beside a static `index.html`, for the one
 * browser in Electron (and any newer one). Nothing is inlined, because the content security policy of the page forbids that.
 *
 * @param {{ root: string }} folders
 * @returns {import('vite').InlineConfig}
 */
function rendererConfig({ root }) {
  return {
    configFile: false,
    root: join(root, 'renderer'),
    base: './',
    publicDir: 'public',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      target: 'chrome154',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: true,
      emptyOutDir: true,
    },
  };
}

/**
 * Writes `index.html` and its assets to a folder, which is emptied first.
 *
 * @param {{ root: string, outDir: string, page?: string, packageList?: string }} folders `page`, relative to `renderer/`: another
 *   entry, such as `dev/index.html`, which shows the window with a host with sample data; `packageList`: the file that lists the
 *   packages in the page
 */
export async function bundleRenderer({ root, outDir, page = 'index.html', packageList }) {
  const config = rendererConfig({ root });
  const input = join(root, 'renderer', page);
  const plugins = [config.plugins, packageList !== undefined && listPackages(packageList)];
  await build({ ...config, plugins, build: { ...config.build, outDir, rolldownOptions: { input } } });
}

/**
 * Serves the pages from their sources, and reloads them after changes; `/dev/index.html` needs no host.
 *
 * @param {{ root: string, port: number }} options
 */
export async function serveRenderer({ root, port }) {
  const server = await createServer({
    ...rendererConfig({ root }),
    server: { host: '127.0.0.1', port, strictPort: true },
  });
  await server.listen();
  return server;
}
