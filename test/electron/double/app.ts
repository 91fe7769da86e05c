import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { StandInBrowserWindow } from './browser-window.js';
import { preventable } from './lacking.js';
import { takeLock } from './single-instance.js';

type Implemented =
  | 'isReady'
  | 'isPackaged'
  | 'name'
  | 'getName'
  | 'getVersion'
  | 'getAppPath'
  | 'getPath'
  | 'enableSandbox'
  | 'setAppUserModelId'
  | 'addRecentDocument'
  | 'requestSingleInstanceLock'
  | 'quit'
  | 'exit';

export interface AppFacts {
  /** The app's folder. */
  readonly folder: string;
  readonly userDataFolder: string;
  readonly windows: ReadonlySet<StandInBrowserWindow>;
  /** Ends Chromium. */
  close(): Promise<void>;
}

/** Life and death of the program, in Electron's order: before-quit, each window's close, will-quit, quit. */
export class StandInApp extends EventEmitter implements Pick<App, Implemented> {
  readonly isPackaged = false;
  private settleReady: () => void = () => undefined;
  private readonly ready = new Promise<void>((resolve) => {
    this.settleReady = resolve;
  });
  private isReadyNow = false;
  private sandboxed = false;
  private isEnding = false;

  constructor(private readonly facts: AppFacts) {
    super();
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
    if (!this.sandboxed) throw new Error('The program did not call app.enableSandbox() before it was ready.');
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
    const path = name === 'userData' ? this.facts.userDataFolder : join(this.facts.userDataFolder, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  enableSandbox(): void {
    if (this.isReadyNow) throw new Error('app.enableSandbox() can only be called before app is ready');
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
    return takeLock(this.facts.userDataFolder, own, (handover) => {
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
