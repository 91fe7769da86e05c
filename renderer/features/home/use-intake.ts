import { useMemo, useSyncExternalStore } from 'react';
import type { Client } from '../../api/client.js';
import { useClient } from '../../api/client-context.js';
import { useSettings } from '../../api/settings-context.js';
import { effectiveOptions, type IntakeOptions } from './intake-options.js';
import { type IntakeState, IntakeStore } from './intake-store.js';

const stores = new WeakMap<Client, IntakeStore>();

/** The one intake of the window. */
export function useIntakeStore(): IntakeStore {
  const client = useClient();
  const store = stores.get(client) ?? new IntakeStore(client);
  stores.set(client, store);
  return store;
}

/** What the card shows now. */
export function useIntake(): IntakeState {
  const store = useIntakeStore();
  return useSyncExternalStore(store.subscribe, store.state);
}

/** The options column as it counts: the card's edits over the settings. */
export function useIntakeOptions(): IntakeOptions {
  const { settings } = useSettings();
  const { edits } = useIntake();
  return useMemo(() => effectiveOptions(settings, edits), [settings, edits]);
}
