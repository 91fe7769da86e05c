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

it('makes the preset Custom when a value is edited, and does not change the named ones', () => {
  const once = { ...defaultSettings, ...withEditedOptions(defaultSettings, { clevel: 9 }) };
  expect(once.defaultPreset).toBe('Custom');
  expect(presetOptions(once)).toEqual({ ...presetOptions(defaultSettings), clevel: 9 });
  expect(once.presets.slice(0, -1)).toEqual(defaultSettings.presets);
  const twice = { ...once, ...withEditedOptions(once, { codec: 'zstd' }) };
  expect(twice.presets).toHaveLength(once.presets.length);
  expect(presetOptions(twice)).toMatchObject({ codec: 'zstd', clevel: 9 });
  expect(settingsSchema.safeParse(twice).success).toBe(true);
});

it('removes the typesize when it is to follow the dtype again', () => {
  const set = { ...defaultSettings, ...withEditedOptions(defaultSettings, { typesize: 4 }) };
  expect(presetOptions({ ...set, ...withoutTypesize(set) })).not.toHaveProperty('typesize');
});

it('uses the first preset when the default does not exist', () => {
  expect(presetOptions({ ...defaultSettings, defaultPreset: 'gone' })).toBe(defaultSettings.presets[0]?.options);
});

it('lists the options that differ from the reference', () => {
  expect(differingOptions(referenceOptions)).toEqual([]);
  expect(differingOptions(presetOptions(defaultSettings))).toEqual(['codec', 'clevel', 'typesize']);
  expect(differingOptions({ ...referenceOptions, appendable: false })).toEqual(['appendable']);
});

it('resets a group without changing others', () => {
  expect(defaultsOf(['sound', 'keepAwake'])).toEqual({ sound: false, keepAwake: true });
});

it('finds settings that contain all words of a search', () => {
  expect(matches('chunk LARGER', 'Chunk size', '1M. Larger packs better.')).toBe(true);
  expect(matches('chunk level', 'Chunk size', '1M. Larger packs better.')).toBe(false);
  expect(matches('', 'anything')).toBe(true);
});
