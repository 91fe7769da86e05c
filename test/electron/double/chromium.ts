import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium } from 'playwright';
import { CHROMIUM } from '../../chromium.js';

/** Chromium that does not end by itself in this time is killed with the main process. */
const PATIENCE_MS = 3000;

/** Debian's Chromium, as the renderer of all windows. */
export interface RunningChromium {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** Starts it, and says on standard error where it can be debugged, in Electron's own words, which Playwright waits for. */
export async function startChromium(profile: string): Promise<RunningChromium> {
  const env = { ...process.env };
  // What is put in place of malloc is meant for the main process: Chromium brings an allocator of its own.
  delete env.LD_PRELOAD;
  const child = spawn(CHROMIUM, chromiumArguments(profile), { env, stdio: ['ignore', 'ignore', 'pipe'] });
  process.on('exit', () => child.kill('SIGKILL'));
  const address = await debuggerAddress(child);
  const browser: Browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('Chromium has no default context.');
  process.stderr.write(`DevTools listening on ${address}\n`);
  const close = async () => {
    const ended = once(child, 'exit');
    const session = await browser.newBrowserCDPSession();
    // It ends with an orderly exit of all its processes, of which a kill would leave some to write for a while.
    session.send('Browser.close').catch(() => undefined);
    await Promise.race([ended, setTimeout(PATIENCE_MS)]);
  };
  return { context, close };
}

function chromiumArguments(profile: string): readonly string[] {
  return [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-startup-window',
    '--remote-debugging-port=0',
    `--user-data-dir=${join(profile, 'Chromium')}`,
  ];
}

function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stderr } = child;
    if (stderr === null) throw new Error('Chromium was started without standard error.');
    createInterface(stderr).on('line', (line) => {
      const address = /^DevTools listening on (ws:\/\/.*)$/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with status ${code} before it could be debugged.`)));
  });
}
