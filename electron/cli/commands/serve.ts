import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { webDataFolder } from '../../web/data-folder.js';
import { findOpener, openBrowser } from '../../web/open-browser.js';
import { startWebHost, type WebHost } from '../../web/serve.js';
import type { CommandContext, RunCommand } from '../context.js';
import { requireExisting } from '../paths.js';

interface ServeOptions {
  readonly root?: readonly string[];
  readonly port: number;
  /** False for `--no-open`. */
  readonly open: boolean;
}

const MAX_PORT = 65535;
/** For files and heads, beside those that work on chunks: the page must not wait for a chunk. */
const EXTRA_THREADS = 4;

/** `blpk serve`: the app as a page, for data on another machine. */
export function serveCommand(run: RunCommand): Command {
  return new Command('serve')
    .description('Serve the app to a browser on this machine, or through a tunnel to another one.')
    .option('--root <dir>', 'folder whose files may be used; may be given again (default: this one)', collect)
    .option('--port <n>', 'port to listen on (default: any that is free)', port, 0)
    .option('--no-open', 'do not open a browser')
    .action((options: ServeOptions) => run((context) => serve(context, options)));
}

async function serve(context: CommandContext, { root = ['.'], port: wanted, open }: ServeOptions): Promise<void> {
  for (const folder of root) requireExisting(folder, 'root');
  // The pool is made when it is first used, which has not been yet.
  process.env.UV_THREADPOOL_SIZE = String(context.nthreads + EXTRA_THREADS);
  const host = await startWebHost({
    roots: root.map((folder) => resolve(folder)),
    port: wanted,
    dataFolder: webDataFolder(),
    version: packageVersion(),
    pageFolder: join(__dirname, 'renderer'),
    workerFile: join(__dirname, 'worker.cjs'),
  });
  try {
    process.stdout.write(addressLine(host));
    if (open) await show(context, host.launchUrl());
    await untilStopped(context.signal);
  } finally {
    await host.close();
  }
}

/** The host takes only this very port in an address, so that the tunnel must have the same at both ends. */
function addressLine({ url, port: bound }: WebHost): string {
  return `${url} (from another machine: ssh -L ${bound}:127.0.0.1:${bound} ${hostname()}, then the same address; stop with Ctrl+C)\n`;
}

async function show({ report }: CommandContext, url: string): Promise<void> {
  const opener = await findOpener(url);
  if (opener && !(await openBrowser(opener)))
    report.notice('the browser could not be started, open the address yourself');
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function packageVersion(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // our own package.json
}

function collect(folder: string, before: readonly string[] = []): readonly string[] {
  return [...before, folder];
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= MAX_PORT) return value;
  throw new InvalidArgumentError(`Expected a number from 0 to ${MAX_PORT}.`);
}
