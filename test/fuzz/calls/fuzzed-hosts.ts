import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { createHost, type Host } from '../../../electron/host/host.js';
import { startWebHost, type WebHost } from '../../../electron/web/http-server.js';
import type { Result } from '../../../shared/contract/result.js';
import { fixturePath, manifest } from '../../fixtures.js';

/** Files of every kind, small ones. */
const FILES = [
  ['plain', 'arange_i8.npy'],
  ['plain', 'one.dat'],
  ['plain', 'empty.dat'],
  ['corrupt', 'flip_chunk_body.blp'],
  ['corrupt', 'truncated_last_chunk_body.blp'],
] as const;

/** A host in this process and a web host, with threads, folders and files of their own. */
export class FuzzedHosts {
  readonly host: Host;
  readonly folder: string;
  readonly #web: WebHost;
  #socket: Promise<WebSocket> | undefined;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #lastId = 0;

  private constructor(host: Host, web: WebHost, folder: string) {
    this.host = host;
    this.#web = web;
    this.folder = folder;
  }

  /** The threads' programs lie in the folder of this one. */
  static async start(): Promise<FuzzedHosts> {
    const scratch = mkdtempSync(join(tmpdir(), 'bloscpack-calls-'));
    process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
    const [folder, pageFolder] = [join(scratch, 'files'), join(scratch, 'page')];
    for (const path of [folder, pageFolder]) mkdirSync(path);
    refill(folder);
    const file = (name: string) => join(__dirname, name);
    const programs = {
      version: '0',
      workerFile: file('host-worker.cjs'),
      inspectFile: file('host-inspect.cjs'),
      compareFile: file('host-compare.cjs'),
      contendersFile: file('host-contenders.cjs'),
    };
    const host = await createHost({ ...programs, hostKind: 'electron', dataFolder: join(scratch, 'data') });
    const web = await startWebHost({ ...programs, roots: [folder], dataFolder: join(scratch, 'web'), pageFolder });
    return new FuzzedHosts(host, web, folder);
  }

  /** Puts the files back that jobs have removed, and removes what they have made. */
  refill(): void {
    refill(this.folder);
  }

  get paths(): readonly string[] {
    return readdirSync(this.folder).map((name) => join(this.folder, name));
  }

  /** Over the web host's socket. Undefined when the host closed it, as it does with what is no call. */
  async ask(name: string, request: unknown): Promise<Result<unknown> | undefined> {
    const id = ++this.#lastId;
    return (await this.#send(JSON.stringify({ id, name, request }), id)) as Result<unknown> | undefined; // checked by the caller
  }

  /** Any text, which may be no call at all: settles when it is answered, or the socket closed. */
  async say(text: string, id: number): Promise<void> {
    await this.#send(text, id);
  }

  async #send(text: string, id: number): Promise<unknown> {
    const socket = await this.#open();
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      socket.send(text);
    });
  }

  #open(): Promise<WebSocket> {
    this.#socket ??= new Promise((resolve, reject) => {
      const { host, hash, origin } = new URL(this.#web.url);
      const socket = new WebSocket(`ws://${host}/socket`, ['bloscpack', hash.slice('#token='.length)], { origin });
      socket.on('open', () => resolve(socket));
      socket.on('error', reject);
      socket.on('close', () => this.#closed());
      socket.on('message', (data) => this.#received(JSON.parse(String(data)) as { id?: number; result?: unknown })); // from our own host
    });
    return this.#socket;
  }

  #received({ id, result }: { readonly id?: number; readonly result?: unknown }): void {
    if (id === undefined) return;
    this.#waiting.get(id)?.(result);
    this.#waiting.delete(id);
  }

  #closed(): void {
    this.#socket = undefined;
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}

function refill(folder: string): void {
  const golden = manifest.golden.slice(0, 6).map(({ file }) => file);
  const sources = [...FILES.map((parts) => join(...parts)), ...golden].map((path) => fixturePath(path));
  const names = sources.map((path, index) => `${index}-${path.split('/').pop()}`);
  for (const name of readdirSync(folder)) {
    if (!names.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  for (const [index, source] of sources.entries()) {
    const path = join(folder, names[index] ?? '');
    if (!existsSync(path)) cpSync(source, path);
  }
}
