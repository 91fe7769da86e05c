import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../../dist/blpk.cjs', import.meta.url));

/** `blpk serve` in a separate process, as a user starts it. */
export class ServeProcess {
  /** The page with its token. */
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Resolves when it has printed its address. `port` 0 uses any free port. */
  static async start({
    root,
    dataFolder,
    port = 0,
    node = process.execPath,
    environment,
    options = [],
  }: ServeOptions): Promise<ServeProcess> {
    const args = ['serve', '--no-open', '--root', root, '--port', String(port), ...options];
    const child = spawn(node, [program, ...args], {
      env: { ...process.env, BLOSCPACK_DATA: dataFolder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    while (!printed.includes('\n'))
      await Promise.race([once(child.stdout, 'data'), rejectWhenOver(child, () => printed)]);
    return new ServeProcess(child, /^\S+/.exec(printed)?.[0] ?? '');
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  get token(): string {
    return new URLSearchParams(new URL(this.url).hash.slice(1)).get('token') ?? '';
  }

  /** Ends the process: SIGTERM with a normal shutdown, SIGKILL immediately. Resolves with exit status and signal. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<readonly [number | null, string | null]> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill(signal);
      await gone;
    }
    return [this.#child.exitCode, this.#child.signalCode];
  }
}

export interface ServeOptions {
  readonly root: string;
  readonly dataFolder: string;
  readonly port?: number;
  /** The executable of another Node. */
  readonly node?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** More options of `blpk serve`. */
  readonly options?: readonly string[];
}

async function rejectWhenOver(child: ChildProcess, printed: () => string): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`blpk serve ended with ${code} before it printed its address: ${printed()}`);
}
