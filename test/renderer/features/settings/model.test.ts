import { expect, it } from 'vitest';
import {
  defaultsOf,
  differingOptions,
  matches,
  presetOptions,
  referenceOptions,
  withEditedOptions,
  withoutTypesize,
} from '../../../../renderer/features/settings/model.js';
import { defaultSettings, settings as settingsSchema } from '../../../../shared/contract/settings.js';

it('makes the preset Custom when a value is edited, and leaves the named ones alone', () => {
  const once = { ...defaultSettings, ...withEditedOptions(defaultSettings, { clevel: 9 }) };
  expect(once.defaultPreset).toBe('Custom');
  expect(presetOptions(once)).toEqual({ ...presetOptions(defaultSettings), clevel: 9 });
  expect(once.presets.slice(0, -1)).toEqual(defaultSettings.presets);
  const twice = { ...once, ...withEditedOptions(once, { codec: 'zstd' }) };
  expect(twice.presets).toHaveLength(once.presets.length);
  expect(presetOptions(twice)).toMatchObject({ codec: 'zstd', clevel: 9 });
  expect(settingsSchema.safeParse(twice).success).toBe(true);
});

it('forgets the typesize when it is to follow the dtype again', () => {
  const set = { ...defaultSettings, ...withEditedOptions(defaultSettings, { typesize: 4 }) };
  expect(presetOptions({ ...set, ...withoutTypesize(set) })).not.toHaveProperty('typesize');
});

it('falls back to the first preset when the default is gone', () => {
  expect(presetOptions({ ...defaultSettings, defaultPreset: 'gone' })).toBe(defaultSettings.presets[0]?.options);
});

it('tells what differs from the reference', () => {
  expect(differingOptions(referenceOptions)).toEqual([]);
  expect(differingOptions(presetOptions(defaultSettings))).toEqual(['codec', 'clevel', 'typesize']);
});

it('sets a group back without touching others', () => {
  expect(defaultsOf(['sound', 'keepAwake'])).toEqual({ sound: false, keepAwake: true });
});

it('finds settings by all words of a search, wherever they stand', () => {
  expect(matches('chunk LARGER', 'Chunk size', '1M. Larger packs better.')).toBe(true);
  expect(matches('chunk level', 'Chunk size', '1M. Larger packs better.')).toBe(false);
  expect(matches('', 'anything')).toBe(true);
});
