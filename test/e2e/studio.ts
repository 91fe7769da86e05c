import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { patienceMs } from './browser.js';
import { Faults } from './faults.js';
import { ServeProcess } from './serve-process.js';
import { Traffic } from './traffic.js';

export interface StudioOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** A finer picture of the same size, for screenshots. */
  readonly scale?: number;
  /** More options of `blpk serve`. */
  readonly serveOptions?: readonly string[];
}

/** The app as a user runs it: `blpk serve` with folders of its own, and its page in a real browser. */
export class Studio {
  /** The folder of the user's files. */
  readonly root: string;
  readonly dataFolder: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly faults: Faults;
  readonly traffic: Traffic;
  server: ServeProcess;
  readonly #scratch: string;

  private constructor(parts: StudioParts) {
    this.#scratch = parts.scratch;
    this.root = join(parts.scratch, 'root');
    this.dataFolder = join(parts.scratch, 'data');
    this.context = parts.context;
    this.page = parts.page;
    this.faults = parts.faults;
    this.traffic = parts.traffic;
    this.server = parts.server;
  }

  static async open(
    browser: Browser,
    { width = 1440, height = 900, colorScheme = 'light', scale = 1, serveOptions = [] }: StudioOptions = {},
  ): Promise<Studio> {
    const scratch = mkdtempSync(join(tmpdir(), 'studio-'));
    mkdirSync(join(scratch, 'root'));
    const server = await ServeProcess.start({
      root: join(scratch, 'root'),
      dataFolder: join(scratch, 'data'),
      options: serveOptions,
    });
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      deviceScaleFactor: scale,
      reducedMotion: 'reduce',
      locale: 'en-US',
    });
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    const faults = await Faults.of(page);
    const traffic = Traffic.of(page);
    const studio = new Studio({ scratch, server, context, page, faults, traffic });
    await studio.visit();
    return studio;
  }

  /** The program's data folder for these roots. */
  get rootsFolder(): string {
    const folder = join(this.dataFolder, 'roots');
    return join(folder, readdirSync(folder)[0] ?? '');
  }

  /** The folder of the sample. */
  get sampleFolder(): string {
    return join(this.rootsFolder, 'sample');
  }

  /** A file below the root. */
  path(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  /** Opens the page with the token, and waits until it is connected to the host. */
  async visit(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(this.server.url);
    await this.page.getByRole('navigation', { name: 'Main' }).waitFor();
  }

  /** Restarts the program at the same address, with a new token. */
  async startServer(): Promise<void> {
    const { port } = this.server;
    this.server = await ServeProcess.start({ root: this.root, dataFolder: this.dataFolder, port });
  }

  /** Shows a place with its button in the rail. */
  async go(place: 'Home' | 'Jobs' | 'Inspector' | 'Compare' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: place }).click();
  }

  /** Pauses or resumes the queue with a call, because the page has the button only while there are jobs. */
  async controlQueue(what: 'pause' | 'resume'): Promise<void> {
    const { host } = new URL(this.server.url);
    const message = JSON.stringify({ id: 1, name: 'jobs.control-all', request: { what } });
    await this.page.evaluate(`new Promise((resolve, reject) => {
      const socket = new WebSocket('ws://${host}/socket', ['bloscpack', '${this.server.token}']);
      socket.onopen = () => socket.send('${message}');
      socket.onclose = () => reject(new Error('the connection broke'));
      socket.onmessage = ({ data }) => {
        const answer = JSON.parse(data);
        if (answer.id !== 1) return;
        resolve();
        socket.close();
      };
    })`);
  }

  /** Fails when the page had a fault since the last check. To be called at the end of every test. */
  expectNoFaults(expected?: RegExp): void {
    const found = this.faults.take(expected);
    if (found.length > 0) throw new Error(`Something went wrong in the page:\n${found.join('\n')}`);
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.server.end('SIGTERM');
    rmSync(this.#scratch, { recursive: true, force: true, maxRetries: 20 });
  }
}

interface StudioParts {
  readonly scratch: string;
  readonly server: ServeProcess;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly faults: Faults;
  readonly traffic: Traffic;
}
