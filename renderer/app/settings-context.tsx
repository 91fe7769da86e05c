import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { defaultSettings, type Settings } from '../../shared/contract/settings.js';
import { useClient, useEvent } from '../data/client-context.js';
import { useReconnected } from '../data/connection.js';
import { useFailureToast } from '../ui/Toasts.js';

interface SettingsAccess {
  readonly settings: Settings;
  /** Shows the change immediately and saves it. A change that cannot be saved is undone, with a toast. */
  readonly change: (changes: Partial<Settings>) => void;
}

const SettingsContext = createContext<SettingsAccess>({ settings: defaultSettings, change: () => {} });

/** The settings; the defaults until the host has sent them. */
export function useSettings(): SettingsAccess {
  return useContext(SettingsContext);
}

/** Once, around the app. */
export function SettingsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const failed = useFailureToast();
  const [settings, setSettings] = useState(defaultSettings);
  useEvent('settings.changed', (event) => setSettings(event.settings));
  const load = useCallback(() => {
    client.call('settings.get').then(setSettings, (thrown) => {
      failed(thrown, 'The settings could not be read');
    });
  }, [client, failed]);
  useEffect(load, [load]);
  useReconnected(load);
  const change = useCallback(
    (changes: Partial<Settings>) => {
      setSettings((current) => ({ ...current, ...changes }));
      client.call('settings.set', changes).then(setSettings, (thrown) => {
        failed(thrown, 'The change was not saved');
        load();
      });
    },
    [client, failed, load],
  );
  const access = useMemo(() => ({ settings, change }), [settings, change]);
  return <SettingsContext value={access}>{children}</SettingsContext>;
}
