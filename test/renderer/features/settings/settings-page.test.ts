// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { createElement } from 'react';
import { expect, it } from 'vitest';
import { presetOptions } from '../../../../renderer/features/settings/model.js';
import { SettingsPage } from '../../../../renderer/features/settings/SettingsPage.js';
import { defaultSettings, type Settings } from '../../../../shared/contract/settings.js';
import { TestHost } from '../../dom/test-host.js';
import { renderInWindow } from '../../dom/window.js';

/** The page over a host that stores changes. */
function openSettings(changes: Partial<Settings> = {}) {
  const stored = { settings: { ...defaultSettings, ...changes } };
  const host = new TestHost({
    'settings.get': () => stored.settings,
    'settings.set': (change) => {
      stored.settings = { ...stored.settings, ...(change as Partial<Settings>) };
      return stored.settings;
    },
    'app.info': () => ({ version: '1', host: 'web', platform: 'linux', cores: 2, codecs: { lz4: '1' }, machine: 'm' }),
  });
  renderInWindow(createElement(SettingsPage), host);
  return stored;
}

const group = (name: string) => within(screen.getByRole('region', { name }));

it('keeps own presets when the compression defaults are reset, and undoes the reset', async () => {
  const mine = { name: 'mine', options: { ...presetOptions(defaultSettings), clevel: 2 } };
  const stored = openSettings({ presets: [...defaultSettings.presets, mine], defaultPreset: 'mine' });
  await expect.poll(() => screen.queryByRole('button', { name: 'Reset group Compression defaults' })).not.toBeNull();
  await expect.poll(() => group('Compression defaults').queryAllByText('mine').length).toBeGreaterThan(0);
  fireEvent.click(screen.getByRole('button', { name: 'Reset group Compression defaults' }));
  await expect.poll(() => stored.settings.defaultPreset).toBe('Balanced');
  expect(stored.settings.presets).toEqual([...defaultSettings.presets, mine]);
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await expect.poll(() => stored.settings.defaultPreset).toBe('mine');
});

it('says why a value is not used, and keeps the text and the last valid value', async () => {
  const stored = openSettings();
  const chunk = await screen.findByLabelText<HTMLInputElement>('Chunk size');
  fireEvent.change(chunk, { target: { value: '3G' } });
  fireEvent.blur(chunk);
  expect(chunk.value).toBe('3G');
  expect(screen.getByText("'3G' is not used: a size from 1K to 2,147,483,631 B is needed.")).not.toBeNull();
  fireEvent.change(chunk, { target: { value: '1' } });
  expect(screen.getByText(/^'1' is not used/)).not.toBeNull();
  const threads = screen.getByLabelText<HTMLInputElement>('Threads');
  fireEvent.change(threads, { target: { value: '1000' } });
  expect(screen.getByText("'1000' is not used: a whole number from 0 to 256 is needed.")).not.toBeNull();
  expect(stored.settings).toEqual(defaultSettings);
});

it('says that no setting has the words of the search, and clears it', async () => {
  openSettings();
  const search = await screen.findByRole('searchbox', { name: 'Search settings' });
  fireEvent.change(search, { target: { value: 'no such setting' } });
  expect(screen.getByText('No setting contains these words.')).not.toBeNull();
  expect(document.querySelector('[aria-current]')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
  expect(screen.queryByText('No setting contains these words.')).toBeNull();
  expect(screen.getByRole('region', { name: 'Appearance' })).not.toBeNull();
});

it('has a column of defaults only where a setting of the group has one', async () => {
  openSettings();
  await expect.poll(() => group('Performance').queryByText('Default')).not.toBeNull();
  expect(group('Keyboard').queryByText('Default')).toBeNull();
});
