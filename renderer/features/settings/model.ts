import type { CompressOptions } from '../../../shared/contract/intake.js';
import { defaultSettings, type Settings } from '../../../shared/contract/settings.js';

/** The preset that editing a value makes, so that the presets with names stay what they were. */
export const customPreset = 'Custom';

/** What the reference does when it is told nothing (bloscpack/defaults.py). */
export const referenceOptions = {
  codec: 'blosclz',
  clevel: 7,
  shuffle: 'byte',
  typesize: 8,
  chunkSizeBytes: 2 ** 20,
  blocksizeBytes: 0,
  checksum: 'adler32',
  offsets: true,
} as const satisfies CompressOptions;

/** The options of the default preset; the first preset's when the default is gone. */
export function presetOptions({ presets, defaultPreset }: Settings): CompressOptions {
  const chosen = presets.find(({ name }) => name === defaultPreset) ?? presets[0];
  return chosen?.options ?? referenceOptions;
}

/** What to save when a value of the default preset is edited: the preset Custom, made or changed, is the default then. */
export function withEditedOptions(settings: Settings, changes: Partial<CompressOptions>): Partial<Settings> {
  const options = { ...presetOptions(settings), ...changes };
  const others = settings.presets.filter(({ name }) => name !== customPreset);
  return { presets: [...others, { name: customPreset, options }], defaultPreset: customPreset };
}

/** What to save when the options are to follow the dtype again, which no value says. */
export function withoutTypesize(settings: Settings): Partial<Settings> {
  const { typesize: _typesize, ...options } = presetOptions(settings);
  const others = settings.presets.filter(({ name }) => name !== customPreset);
  return { presets: [...others, { name: customPreset, options }], defaultPreset: customPreset };
}

/** Which options differ from the reference's. */
export function differingOptions(options: CompressOptions): readonly (keyof CompressOptions)[] {
  // The keys are those of the object above.
  const names = Object.keys(referenceOptions) as (keyof CompressOptions)[];
  return names.filter((name) => options[name] !== referenceOptions[name]);
}

/** What to save to set a group back. */
export function defaultsOf<Name extends keyof Settings>(names: readonly Name[]): Partial<Settings> {
  return Object.fromEntries(names.map((name) => [name, defaultSettings[name]]));
}

/** Whether a text is found in what a setting says of itself. */
export function isFound(text: string, ...where: readonly string[]): boolean {
  const words = text.trim().toLowerCase().split(/\s+/);
  const searched = where.join(' ').toLowerCase();
  return words.every((word) => searched.includes(word));
}
