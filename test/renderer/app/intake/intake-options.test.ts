import { expect, it } from 'vitest';
import { effectiveOptions } from '../../../../renderer/app/intake/intake-options.js';
import { defaultSettings } from '../../../../shared/contract/settings.js';

const [, fastest] = defaultSettings.presets;

it('follows the settings where the card was not touched', () => {
  const options = effectiveOptions({ ...defaultSettings, defaultPreset: 'Fastest', check: 'none' }, {});
  expect(options).toMatchObject({
    preset: 'Fastest',
    options: fastest?.options,
    check: 'none',
    place: { kind: 'beside' },
  });
});

it('puts what was changed in the card over the settings', () => {
  expect(effectiveOptions(defaultSettings, { nameTemplate: '{stem}.x', trashSources: true })).toMatchObject({
    nameTemplate: '{stem}.x',
    trashSources: true,
    check: 'compare',
  });
});

it('knows a preset by its values, and none once a value differs', () => {
  const { options } = effectiveOptions(defaultSettings, {});
  expect(effectiveOptions(defaultSettings, { options: { ...options, codec: 'blosclz', clevel: 1 } }).preset).toBe(
    'Fastest',
  );
  expect(effectiveOptions(defaultSettings, { options: { ...options, typesize: 4 } }).preset).toBeUndefined();
});

it('takes the first preset when the default one is gone', () => {
  expect(effectiveOptions({ ...defaultSettings, defaultPreset: 'Gone' }, {}).preset).toBe('Balanced');
});
