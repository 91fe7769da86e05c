import type { CompressOptions } from '../../../shared/contract/intake.js';
import { defaultSettings, type Settings } from '../../../shared/contract/settings.js';

/** The preset that is made when a value of the default one is edited in Settings, so that named presets do not change. */
export const customPreset = 'Custom';

/** What to save so that these options are the preset of this name, which is made or replaced. */
export function withPreset({ presets }: Settings, name: string, options: CompressOptions): Partial<Settings> {
  const isThere = presets.some((preset) => preset.name === name);
  const preset = { name, options };
  return { presets: isThere ? presets.map((other) => (other.name === name ? preset : other)) : [...presets, preset] };
}

/** What to save so that a preset has another name, also as the default. */
export function withRenamedPreset({ presets, defaultPreset }: Settings, name: string, next: string): Partial<Settings> {
  return {
    presets: presets.map((preset) => (preset.name === name ? { ...preset, name: next } : preset)),
    defaultPreset: defaultPreset === name ? next : defaultPreset,
  };
}

/** What to save so that a preset is gone; the first one takes its place as the default. The last preset stays. */
export function withoutPreset({ presets, defaultPreset }: Settings, name: string): Partial<Settings> {
  const rest = presets.filter((preset) => preset.name !== name);
  const [first] = rest;
  if (!first) return {};
  return { presets: rest, defaultPreset: defaultPreset === name ? first.name : defaultPreset };
}

/** What to save so that the presets of a new user are as they were and one of them is the default. The user's own stay. */
export function withDefaultPresets({ presets }: Settings): Partial<Settings> {
  const given = new Set(defaultSettings.presets.map(({ name }) => name));
  const own = presets.filter(({ name }) => !given.has(name));
  return { presets: [...defaultSettings.presets, ...own], defaultPreset: defaultSettings.defaultPreset };
}

const maxPresets = 50;

/** Why a preset cannot get this name, as a sentence; undefined when it can. `allowed` is a name that it may keep or replace. */
export function presetNameProblem({ presets }: Settings, name: string, allowed?: string): string | undefined {
  const wanted = name.trim();
  if (wanted === '') return 'A name is needed.';
  if (wanted !== allowed && presets.some((preset) => preset.name === wanted)) return `There is a preset '${wanted}'.`;
  return presets.length >= maxPresets && allowed === undefined ? `There can be ${maxPresets} presets.` : undefined;
}
