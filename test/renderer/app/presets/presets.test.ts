import { expect, it } from 'vitest';
import { effectiveOptions } from '../../../../renderer/app/intake/intake-options.js';
import {
  presetNameProblem,
  withDefaultPresets,
  withoutPreset,
  withPreset,
  withRenamedPreset,
} from '../../../../renderer/app/presets/presets.js';
import { defaultSettings, settings as settingsSchema } from '../../../../shared/contract/settings.js';

const options = { ...effectiveOptions(defaultSettings, {}).options, clevel: 9 };
const mine = { ...defaultSettings, ...withPreset(defaultSettings, 'mine', options) };
const names = (changes: { readonly presets?: readonly { readonly name: string }[] }) =>
  changes.presets?.map(({ name }) => name);

it('makes a preset, or replaces that of the same name', () => {
  expect(names(mine)).toEqual(['Balanced', 'Fastest', 'Smallest', 'Reference defaults', 'mine']);
  const again = withPreset(mine, 'mine', { ...options, clevel: 1 });
  expect(again.presets?.filter(({ name }) => name === 'mine')).toEqual([
    { name: 'mine', options: { ...options, clevel: 1 } },
  ]);
  expect(settingsSchema.safeParse(mine).success).toBe(true);
});

it('keeps the default when it is renamed, and takes another when it is deleted', () => {
  const own = { ...mine, defaultPreset: 'mine' };
  expect(withRenamedPreset(own, 'mine', 'ours')).toMatchObject({ defaultPreset: 'ours' });
  expect(withoutPreset(own, 'mine')).toEqual({ presets: defaultSettings.presets, defaultPreset: 'Balanced' });
  expect(withoutPreset({ ...own, presets: [{ name: 'mine', options }] }, 'mine')).toEqual({});
});

it('keeps the presets of the user when the defaults are restored', () => {
  const changed = { ...mine, ...withPreset(mine, 'Balanced', options), defaultPreset: 'mine' };
  expect(withDefaultPresets(changed)).toEqual({
    presets: [...defaultSettings.presets, { name: 'mine', options }],
    defaultPreset: 'Balanced',
  });
});

it('refuses an empty name and one that is taken', () => {
  expect(presetNameProblem(mine, ' ')).toBe('A name is needed.');
  expect(presetNameProblem(mine, 'Fastest')).toBe("There is a preset 'Fastest'.");
  expect(presetNameProblem(mine, 'mine', 'mine')).toBeUndefined();
  expect(presetNameProblem(mine, 'new')).toBeUndefined();
});
