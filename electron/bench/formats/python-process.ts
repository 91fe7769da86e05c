import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The system's Python first: the distribution's packages are installed for it. */
const PROGRAMS = ['/usr/bin/python3', 'python3', 'python'];

export interface PythonInstallation {
  readonly program: string;
  /** The output of the script. */
  readonly printed: string;
}

const found = new Map<string, Promise<PythonInstallation | undefined>>();

/** The first Python that can run a script, usually an import; undefined if there is none. Looks once for each script. */
export function findPython(script: string): Promise<PythonInstallation | undefined> {
  const known = found.get(script) ?? firstThatRuns(script);
  found.set(script, known);
  return known;
}

async function firstThatRuns(script: string): Promise<PythonInstallation | undefined> {
  for (const program of PROGRAMS) {
    const answer = await run(program, ['-c', script]).catch(() => undefined);
    if (answer) return { program, printed: answer.stdout.trim() };
  }
  return undefined;
}

/** The caller of the current command. */
interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A running Python process, so that its start is not timed. A command is one line of JSON on its standard
 * input, the reply one line on its standard output: `{}`, or `{"error": "..."}`. It ends with its input.
 */
export class PythonProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<void>;
  #waiting: Waiting | undefined;

  constructor(program: string, script: string) {
    this.#child = spawn(program, ['-u', '-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdin.on('error', () => undefined); // reported by the exit
    createInterface({ input: this.#child.stdout }).on('line', (line) =>
      this.#settle((waiting) => waiting.resolve(line)),
    );
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (error) => this.#settle((waiting) => waiting.reject(error)));
      this.#child.on('close', (code) => {
        this.#settle((waiting) => waiting.reject(new Error(`python ended with code ${code}`)));
        resolve();
      });
    });
  }

  /** Runs one command at a time. Throws an Error with Python's message. */
  async send(command: Readonly<Record<string, string | number>>): Promise<void> {
    if (this.#waiting) throw new TypeError('python is running a command already');
    if (this.#child.exitCode !== null) throw new Error(`python ended with code ${this.#child.exitCode}`);
    const line = await new Promise<string>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    });
    const answer: { readonly error?: string } = JSON.parse(line);
    if (answer.error !== undefined) throw new Error(`python: ${answer.error}`);
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }

  #settle(settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) settle(waiting);
  }
}
