import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { webDataFolder } from '../web/data-folder.js';
import { startWebHost, type WebHost } from '../web/http-server.js';
import { findOpener, openBrowser } from '../web/open-browser.js';
import type { CommandContext } from './context.js';
import { requireExisting } from './paths.js';
import { printResult } from './standard-output.js';
import { packageVersion } from './version.js';

/** How to serve, as the command line was read. */
export interface ServeOptions {
  readonly root?: readonly string[];
  /** 0 for any that is free. */
  readonly port: number;
  /** Whether servers on this machine and in private networks may be asked for a file. */
  readonly allowPrivateAddresses?: boolean;
  /** False for `--no-open`. */
  readonly open: boolean;
}

/** Threads for small reads besides those that process chunks: the page must not wait for a chunk. */
const EXTRA_THREADS = 4;

/**
 * Serves the app until the user stops it. A separate bundle, dist/serve.cjs: host and web server are as much code as all other
 * commands together, which would otherwise start later.
 */
export async function serve(
  context: CommandContext,
  { root = ['.'], port: wanted, open, allowPrivateAddresses = false }: ServeOptions,
): Promise<void> {
  for (const folder of root) requireExisting(folder, 'root');
  // The pool starts at its first use, which is later than this.
  process.env.UV_THREADPOOL_SIZE = String(context.nthreads + EXTRA_THREADS);
  const host = await startWebHost({
    roots: root.map((folder) => resolve(folder)),
    port: wanted,
    allowsPrivateAddresses: allowPrivateAddresses,
    dataFolder: webDataFolder(),
    version: packageVersion(),
    pageFolder: join(__dirname, 'renderer'),
    workerFile: join(__dirname, 'worker.cjs'),
    inspectFile: join(__dirname, 'inspect.cjs'),
    compareFile: join(__dirname, 'compare.cjs'),
    contendersFile: join(__dirname, 'contenders.cjs'),
  });
  try {
    printResult(addressLine(host));
    if (host.notice !== undefined) context.report.notice(host.notice);
    if (open) await openPage(context, host);
    await waitForAbort(context.signal);
  } finally {
    await host.close();
  }
}

/** The host accepts only its own port in an address, so the tunnel must have the same port at both ends. */
function addressLine({ url, port: bound }: WebHost): string {
  return `${url} (from another machine: ssh -L ${bound}:127.0.0.1:${bound} ${hostname()}, then the same address; stop with Ctrl+C)\n`;
}

async function openPage({ report }: CommandContext, host: WebHost): Promise<void> {
  const opener = await findOpener(pathToFileURL(await host.writeLaunchPage()).href);
  if (opener && !(await openBrowser(opener)))
    report.notice('the browser could not be started, open the address yourself');
}

function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
