import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SettingsStore } from '../../../../electron/host/stores/settings-store.js';
import { defaultSettings } from '../../../../shared/contract/settings.js';
import { scratchFolder } from '../../../scratch-folder.js';

const clock = () => 1234;

it('begins with the defaults, and stores changes', async () => {
  const folder = scratchFolder();
  const store = await SettingsStore.open(folder, clock);
  expect(store.current).toEqual(defaultSettings);
  await store.change({ theme: 'dark', units: undefined });
  expect((await SettingsStore.open(folder, clock)).current).toEqual({ ...defaultSettings, theme: 'dark' });
});

it.each(['', '{', '[]', '{"version":2,"settings":{}}', '{"version":1,"settings":{"theme":"pink"}}'])(
  'keeps a damaged file (%s) aside and takes the defaults',
  async (text) => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'settings.json'), text);
    const store = await SettingsStore.open(folder, clock);
    expect(store.current).toEqual(defaultSettings);
    expect(readdirSync(folder)).toEqual(['settings.json.damaged-1234']);
    expect(store.notice).toContain(join(folder, 'settings.json.damaged-1234'));
    expect(readFileSync(join(folder, 'settings.json.damaged-1234'), 'utf8')).toBe(text);
    await store.change({ sound: true });
    expect((await SettingsStore.open(folder, clock)).current.sound).toBe(true);
  },
);

it('uses defaults for settings that an older version did not have', async () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'settings.json'), '{"version":1,"settings":{"theme":"contrast"}}');
  expect((await SettingsStore.open(folder, clock)).current).toEqual({ ...defaultSettings, theme: 'contrast' });
});

it('refuses a default preset that does not exist, and two of one name', async () => {
  const store = await SettingsStore.open(scratchFolder(), clock);
  await expect(store.change({ defaultPreset: 'None' })).rejects.toThrow('not among');
  const [first] = defaultSettings.presets;
  await expect(store.change({ presets: first ? [first, first] : [] })).rejects.toThrow('Two presets');
  expect(store.current).toEqual(defaultSettings);
});

it('writes changes that come together one after the other, the last one last', async () => {
  const folder = scratchFolder();
  const store = await SettingsStore.open(folder, clock);
  await Promise.all([1, 2, 3, 4, 5].map((filesAtOnce) => store.change({ filesAtOnce })));
  expect((await SettingsStore.open(folder, clock)).current.filesAtOnce).toBe(5);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});
