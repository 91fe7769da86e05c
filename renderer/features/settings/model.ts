import type { CompressOptions } from '../../../shared/contract/intake.js';
import { defaultSettings, type Settings } from '../../../shared/contract/settings.js';
import { customPreset, withPreset } from '../../app/presets/presets.js';

/** The defaults of the reference (bloscpack/defaults.py). */
export const referenceOptions = {
  codec: 'blosclz',
  clevel: 7,
  shuffle: 'byte',
  typesize: 8,
  chunkSizeBytes: 2 ** 20,
  blocksizeBytes: 0,
  checksum: 'adler32',
  offsets: true,
  appendable: true,
} as const satisfies CompressOptions;

/** The options of the default preset; of the first preset when the default one does not exist. */
export function presetOptions({ presets, defaultPreset }: Settings): CompressOptions {
  const chosen = presets.find(({ name }) => name === defaultPreset) ?? presets[0];
  return chosen?.options ?? referenceOptions;
}

/** The settings to save when a value of the default preset is edited: the preset Custom with that value becomes the default. */
export function withEditedOptions(settings: Settings, changes: Partial<CompressOptions>): Partial<Settings> {
  const options = { ...presetOptions(settings), ...changes };
  return { ...withPreset(settings, customPreset, options), defaultPreset: customPreset };
}

/** The settings to save when the typesize is to follow the dtype, which is stored as no typesize. */
export function withoutTypesize(settings: Settings): Partial<Settings> {
  const { typesize: _typesize, ...options } = presetOptions(settings);
  return { ...withPreset(settings, customPreset, options), defaultPreset: customPreset };
}

/** The options that differ from the reference's. */
export function differingOptions(options: CompressOptions): readonly (keyof CompressOptions)[] {
  // Object.keys types the keys as string.
  const names = Object.keys(referenceOptions) as (keyof CompressOptions)[];
  const given = { appendable: true, ...options };
  return names.filter((name) => given[name] !== referenceOptions[name]);
}

/** The settings to save when a group is reset. */
export function defaultsOf<Name extends keyof Settings>(names: readonly Name[]): Partial<Settings> {
  return Object.fromEntries(names.map((name) => [name, defaultSettings[name]]));
}

/** Whether all words of the text are in the texts of a setting. */
export function matches(text: string, ...texts: readonly string[]): boolean {
  const words = text.trim().toLowerCase().split(/\s+/);
  const searched = texts.join(' ').toLowerCase();
  return words.every((word) => searched.includes(word));
}
