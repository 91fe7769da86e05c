import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { App, CommandLine } from 'electron';
import type { StandInBrowserWindow } from './browser-window.js';
import { switchesOf } from './command-line.js';
import { lacking, preventable } from './lacking.js';
import { takeLock } from './single-instance.js';

type Implemented =
  | 'isReady'
  | 'isPackaged'
  | 'name'
  | 'getName'
  | 'getVersion'
  | 'getAppPath'
  | 'getPath'
  | 'setPath'
  | 'enableSandbox'
  | 'setAppUserModelId'
  | 'addRecentDocument'
  | 'requestSingleInstanceLock'
  | 'quit'
  | 'exit';

export interface AppFacts {
  /** The app's folder. */
  readonly folder: string;
  /** The command line after the executable. */
  readonly args: readonly string[];
  readonly userDataFolder: string;
  readonly windows: ReadonlySet<StandInBrowserWindow>;
  /** Ends Chromium. */
  close(): Promise<void>;
}

/** Life and death of the program, in Electron's order: before-quit, each window's close, will-quit, quit. */
export class StandInApp extends EventEmitter implements Pick<App, Implemented> {
  readonly isPackaged = false;
  readonly commandLine: Pick<CommandLine, 'hasSwitch' | 'getSwitchValue'>;
  private readonly paths = new Map<string, string>();
  private settleReady: () => void = () => undefined;
  private readonly ready = new Promise<void>((resolve) => {
    this.settleReady = resolve;
  });
  private isReadyNow = false;
  private sandboxed = false;
  private isEnding = false;

  constructor(private readonly facts: AppFacts) {
    super();
    const switches = switchesOf(facts.args);
    this.commandLine = lacking('app.commandLine', {
      hasSwitch: (name: string) => switches.has(name),
      getSwitchValue: (name: string) => switches.get(name) ?? '',
    });
  }

  whenReady(): Promise<void> {
    return this.ready;
  }

  isReady(): boolean {
    return this.isReadyNow;
  }

  /** True once the program has begun to end; nothing may be started for it then. */
  get ending(): boolean {
    return this.isEnding;
  }

  becomeReady(): void {
    const isOff = this.commandLine.hasSwitch('no-sandbox');
    if (!this.sandboxed && !isOff) throw new Error('The program did not call app.enableSandbox() before it was ready.');
    this.isReadyNow = true;
    this.emit('ready');
    this.settleReady();
  }

  get name(): string {
    return String(this.manifest().productName ?? this.manifest().name);
  }

  getName(): string {
    return this.name;
  }

  getVersion(): string {
    return String(this.manifest().version);
  }

  getAppPath(): string {
    return this.facts.folder;
  }

  getPath(name: string): string {
    if (name === 'appData') return process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
    const path = this.paths.get(name) ?? join(this.userDataFolder, name === 'userData' ? '' : name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    this.paths.set(name, path);
  }

  private get userDataFolder(): string {
    return this.paths.get('userData') ?? this.facts.userDataFolder;
  }

  enableSandbox(): void {
    if (this.isReadyNow) throw new Error('app.enableSandbox() can only be called before app is ready');
    if (this.commandLine.hasSwitch('no-sandbox')) throw new Error('Electron hangs: --no-sandbox was given.');
    this.sandboxed = true;
  }

  setAppUserModelId(): void {
    // Windows only.
  }

  addRecentDocument(): void {
    // macOS and Windows only.
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const own = { argv: process.argv, cwd: process.cwd(), additionalData };
    return takeLock(this.getPath('userData'), own, (handover) => {
      this.emit('second-instance', preventable({}), handover.argv, handover.cwd, handover.additionalData);
    });
  }

  quit(): void {
    if (this.isEnding) return;
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    for (const window of [...this.facts.windows]) window.close();
    if (this.facts.windows.size > 0) return;
    this.emit('will-quit', preventable({}));
    this.exit(0);
  }

  exit(code = 0): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.emit('quit', {}, code);
    void this.facts.close().finally(() => process.exit(code));
  }

  private manifest(): Readonly<Record<string, unknown>> {
    return JSON.parse(readFileSync(join(this.facts.folder, 'package.json'), 'utf8'));
  }
}
