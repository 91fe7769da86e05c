import { expect, it } from 'vitest';
import { effectiveOptions } from '../../../../renderer/app/intake/intake-options.js';
import { defaultSettings } from '../../../../shared/contract/settings.js';

const [, fastest] = defaultSettings.presets;

it('takes options from the settings where the card has no edits', () => {
  const options = effectiveOptions({ ...defaultSettings, defaultPreset: 'Fastest', check: 'none' }, {});
  expect(options).toMatchObject({
    preset: 'Fastest',
    options: fastest?.options,
    check: 'none',
    place: { kind: 'beside' },
  });
});

it('takes edits of the card before the settings', () => {
  expect(effectiveOptions(defaultSettings, { nameTemplate: '{stem}.x', trashSources: true })).toMatchObject({
    nameTemplate: '{stem}.x',
    trashSources: true,
    check: 'compare',
  });
});

it('finds a preset by its values, and none when a value differs', () => {
  const { options } = effectiveOptions(defaultSettings, {});
  expect(effectiveOptions(defaultSettings, { options: { ...options, codec: 'blosclz', clevel: 1 } }).preset).toBe(
    'Fastest',
  );
  expect(effectiveOptions(defaultSettings, { options: { ...options, typesize: 4 } }).preset).toBeUndefined();
});

it('takes the first preset when the default one does not exist', () => {
  expect(effectiveOptions({ ...defaultSettings, defaultPreset: 'Gone' }, {}).preset).toBe('Balanced');
});
