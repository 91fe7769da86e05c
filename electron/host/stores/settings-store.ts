import { join } from 'node:path';
import { z } from 'zod';
import { defaultSettings, type Settings, settings } from '../../../shared/contract/settings.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import type { CalendarClock } from '../host-ports.js';
import { JsonFile } from './json-file.js';

const VERSION = 1;

const stored = z.object({ version: z.literal(VERSION), settings: z.record(z.string(), z.unknown()) });

/** A change of some settings; those left out (or undefined) stay unchanged. */
export type SettingsChange = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

/** The user's settings, stored in `settings.json`. A damaged file is renamed and replaced by the defaults. */
export class SettingsStore {
  readonly #file: JsonFile<Settings>;
  #settings: Settings;

  private constructor(file: JsonFile<Settings>, found: Settings) {
    this.#file = file;
    this.#settings = found;
  }

  static async open(dataFolder: string, clock: CalendarClock): Promise<SettingsStore> {
    const file = new JsonFile(join(dataFolder, 'settings.json'), parseStored, clock);
    return new SettingsStore(file, (await file.read()) ?? defaultSettings);
  }

  /** Says that the defaults are used, and where the damaged file is. */
  get notice(): string | undefined {
    const { keptAs } = this.#file;
    return (
      keptAs && `The settings could not be read, so that the defaults are used. The damaged file was kept as ${keptAs}.`
    );
  }

  get current(): Settings {
    return this.#settings;
  }

  /** Checks the change as a whole, applies it and writes it. Throws CallError('argument') or IoError. */
  async change(change: SettingsChange): Promise<Settings> {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const next = { ...this.#settings, ...given };
    requirePresets(next);
    this.#settings = next;
    await this.#file.write({ version: VERSION, settings: next });
    return next;
  }

  settled(): Promise<void> {
    return this.#file.settled();
  }
}

/** Settings that are missing, as in files of older versions, get their defaults; invalid ones throw. */
function parseStored(value: unknown): Settings {
  const found = settings.parse({ ...defaultSettings, ...stored.parse(value).settings });
  requirePresets(found);
  return found;
}

function requirePresets({ presets, defaultPreset }: Settings): void {
  const names = presets.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refusal('argument', `Two presets have the name '${twice}'.`);
  if (!names.includes(defaultPreset)) {
    throw refusal('argument', `The default preset '${defaultPreset}' is not among the presets.`);
  }
}
