import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { JsonFile } from '../host/stores/json-file.js';
import type { LogFile } from './log-file.js';
import { windowMemory } from './window-placement.js';

const chooser = z.enum(['files', 'folder', 'output-folder']);

const memory = z.object({
  version: z.literal(1),
  window: windowMemory.nullable(),
  /** The last folder of each dialog: since Electron 43 the system does not remember it. */
  folders: z.partialRecord(chooser, z.string().max(32_768)),
});
export type DesktopMemory = Readonly<z.infer<typeof memory>>;

const EMPTY_MEMORY: DesktopMemory = { version: 1, window: null, folders: {} };

/** The window's place and the dialogs' folders between runs, in `desktop.json`. Errors are only logged. */
export class DesktopStore {
  readonly #file: JsonFile<DesktopMemory>;
  readonly #log: LogFile;
  #memory: DesktopMemory;

  private constructor(file: JsonFile<DesktopMemory>, log: LogFile, found: DesktopMemory) {
    this.#file = file;
    this.#log = log;
    this.#memory = found;
  }

  static async open(log: LogFile): Promise<DesktopStore> {
    const file = new JsonFile(join(app.getPath('userData'), 'desktop.json'), (value) => memory.parse(value), Date.now);
    const found = await file.read().catch((error: unknown) => {
      log.write('could not read desktop.json', error);
      return undefined;
    });
    return new DesktopStore(file, log, found ?? EMPTY_MEMORY);
  }

  get current(): DesktopMemory {
    return this.#memory;
  }

  remember(change: Partial<Omit<DesktopMemory, 'version'>>): void {
    this.#memory = { ...this.#memory, ...change };
    this.#file.write(this.#memory).catch((error: unknown) => this.#log.write('could not write desktop.json', error));
  }

  settled(): Promise<void> {
    return this.#file.settled();
  }
}
