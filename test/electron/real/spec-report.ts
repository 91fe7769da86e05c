import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleMessage } from 'playwright';
import { electronUnderTest, root } from './electron-under-test.js';
import type { RunningApp } from './running-app.js';

/** Facts that a spec found, by name; JSON values. */
export type Notes = Record<string, unknown>;

/** A picture of a page that hangs never comes. */
const PICTURE_LIMIT_MS = 10_000;

/** Reports of all specs, in a folder that git ignores. */
const reportsFolder = join(root, 'out/electron-specs', electronUnderTest.kind);

/**
 * What is left of one spec in `out/electron-specs/<real or stand-in>/<group>/<spec>/`: `report.json`, the program's `main.log`,
 * what pages and processes printed in `output.txt`, and `screenshot.png`; the last three of each program that it used.
 */
export class SpecReport {
  readonly notes: Notes = {};
  readonly #folder: string;
  readonly #startMs = performance.now();
  readonly #running = new Map<RunningApp, string[]>();
  readonly #stops: (() => void)[] = [];

  constructor(
    readonly group: string,
    readonly spec: string,
  ) {
    this.#folder = join(reportsFolder, group.toLowerCase(), spec.replaceAll(/[^\w]+/g, '-').slice(0, 100));
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Follows what the program prints from now on, until the spec has ended. */
  watch(running: RunningApp): RunningApp {
    if (this.#running.has(running)) return running;
    const lines: string[] = [];
    this.#running.set(running, lines);
    const { page, process: main } = running;
    const onConsole = (message: ConsoleMessage) => lines.push(`page ${message.type()}: ${message.text()}\n`);
    const onError = (error: Error) => lines.push(`page error: ${error.stack ?? error.message}\n`);
    const onStderr = (text: Buffer) => lines.push(`stderr: ${text}`);
    page.on('console', onConsole);
    page.on('pageerror', onError);
    main.stderr?.on('data', onStderr);
    this.#stops.push(() => {
      page.off('console', onConsole);
      page.off('pageerror', onError);
      main.stderr?.off('data', onStderr);
    });
    return running;
  }

  skipped(reason: string): void {
    this.#write({ state: 'skipped', reason });
  }

  async passed(): Promise<void> {
    await this.#keepTraces();
    this.#write({ state: 'passed' });
  }

  async failed(error: unknown): Promise<void> {
    await this.#keepTraces();
    this.#write({ state: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }

  #write(outcome: { readonly state: string; readonly reason?: string; readonly error?: string }): void {
    const { group, spec, notes } = this;
    const machine = { platform: process.platform, arch: process.arch, node: process.versions.node };
    const durationMs = Math.round(performance.now() - this.#startMs);
    const report = { group, spec, electron: electronUnderTest.kind, ...outcome, durationMs, ...machine, notes };
    writeFileSync(join(this.#folder, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  }

  async #keepTraces(): Promise<void> {
    for (const stop of this.#stops) stop();
    for (const [index, [running, lines]] of [...this.#running].entries()) {
      const suffix = index === 0 ? '' : `-${index + 1}`;
      const path = join(this.#folder, `screenshot${suffix}.png`);
      // There is none of a page that is gone.
      await running.page.screenshot({ path, timeout: PICTURE_LIMIT_MS }).catch(() => undefined);
      writeFileSync(join(this.#folder, `main${suffix}.log`), running.log());
      writeFileSync(join(this.#folder, `output${suffix}.txt`), lines.join(''));
    }
  }
}
