import { afterAll, describe, it, type TestContext } from 'vitest';
import { type Installation, install } from '../desktop/desktop-app.js';
import { electronUnderTest, isReal } from './electron-under-test.js';
import { endElectron } from './launch-electron.js';
import type { RunningApp } from './running-app.js';
import { type Notes, SpecReport } from './spec-report.js';

/** In the order of a first run: what fails early explains what fails late. */
export type GroupName =
  | 'Start'
  | 'Window'
  | 'Isolation'
  | 'Protocol'
  | 'Files'
  | 'Trouble'
  | 'Quit'
  | 'Packaged'
  | 'System';

export interface SpecOptions {
  /** Why the stand-in cannot show it: it is skipped there. The stand-in's README has a line for it. */
  readonly standIn?: string;
  /** False where there is no such thing on this platform or machine: the spec is not in the list there, nor missing from it. */
  readonly applies?: boolean;
  /** Throws what is missing here that could be had: the spec is skipped for that reason. */
  readonly needs?: () => unknown;
}

/** What a spec works with. */
export interface Trial {
  /** The program that the specs of the group share, and its installation's folder: new ones when the last spec failed or ended it. */
  shared(): Promise<RunningApp & Pick<Installation, 'folder'>>;
  /** One more installation, with a user of its own; what it launches is ended, and it removed, after the spec. */
  install(options?: Parameters<typeof install>[0]): Installation;
  /** Counts a program that the spec has launched by itself among those of the report, which are ended after it. */
  watch(running: RunningApp): RunningApp;
  /** For the report: what was found, whether it was expected or not. */
  readonly notes: Notes;
}

type Spec = (what: string, options: SpecOptions, run: (trial: Trial) => Promise<void>) => void;

/** Starting, a job and an end, all of them slow; only a fault ever reaches it. */
const SPEC_LIMIT_MS = 300_000;

/**
 * Specs about one thing. Each is independent: none needs what another did, and none stops another, whatever it leaves behind.
 * Each writes a report, see spec-report.ts.
 */
export function group(name: GroupName, define: (spec: Spec) => void): void {
  describe(name, () => {
    const shared = new SharedApp();
    afterAll(() => shared.end());
    define((what, options, run) => {
      if (options.applies === false) return;
      it(what, { timeout: SPEC_LIMIT_MS }, (context) => runSpec({ group: name, what, options, run, shared, context }));
    });
  });
}

interface RunningSpec {
  readonly group: GroupName;
  readonly what: string;
  readonly options: SpecOptions;
  readonly run: (trial: Trial) => Promise<void>;
  readonly shared: SharedApp;
  readonly context: TestContext;
}

async function runSpec({ group, what, options, run, shared, context }: RunningSpec): Promise<void> {
  const report = new SpecReport(group, what);
  const reason = reasonToSkip(options);
  if (reason !== undefined) {
    report.skipped(reason);
    context.skip(reason);
  }
  const own = new OwnApps(report);
  try {
    await run({
      shared: async () => {
        const { folder, ...running } = await shared.get();
        return { ...report.watch(running), folder };
      },
      install: (wanted) => own.install(wanted),
      watch: (running) => own.watch(running),
      notes: report.notes,
    });
    await report.passed();
  } catch (error) {
    await report.failed(error);
    await shared.end();
    throw error;
  } finally {
    await own.end();
  }
}

function reasonToSkip({ standIn, needs }: SpecOptions): string | undefined {
  const reason = electronUnderTest.absent ?? (isReal ? undefined : standIn);
  if (reason !== undefined) return reason;
  try {
    needs?.();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** One program for the specs of a group that leave it as it was. */
class SharedApp {
  #installation: Installation | undefined;
  #running: RunningApp | undefined;

  async get(): Promise<RunningApp & Pick<Installation, 'folder'>> {
    if (this.#running !== undefined && !isUsable(this.#running)) await this.end();
    this.#installation ??= install();
    this.#running ??= await this.#installation.launch();
    return { ...this.#running, folder: this.#installation.folder };
  }

  async end(): Promise<void> {
    if (this.#running !== undefined) await endElectron(this.#running);
    this.#installation?.remove();
    this.#running = undefined;
    this.#installation = undefined;
  }
}

function isUsable({ process, page }: RunningApp): boolean {
  return process.exitCode === null && process.signalCode === null && !page.isClosed();
}

/** What one spec has installed and launched for itself. */
class OwnApps {
  readonly #installations: Installation[] = [];
  readonly #running: RunningApp[] = [];

  constructor(private readonly report: SpecReport) {}

  install(options?: Parameters<typeof install>[0]): Installation {
    const installation = install(options);
    this.#installations.push(installation);
    return { ...installation, launch: async (...wanted) => this.watch(await installation.launch(...wanted)) };
  }

  watch(running: RunningApp): RunningApp {
    this.#running.push(running);
    return this.report.watch(running);
  }

  async end(): Promise<void> {
    for (const running of this.#running) await endElectron(running);
    for (const installation of this.#installations) installation.remove();
  }
}
