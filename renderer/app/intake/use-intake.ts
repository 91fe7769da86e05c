import { useMemo } from 'react';
import { useStore } from '../../data/store/use-store.js';
import { windowStore } from '../../data/window-store.js';
import { useSettings } from '../settings-context.js';
import { effectiveOptions, type IntakeOptions } from './intake-options.js';
import { type IntakeState, IntakeStore } from './intake-store.js';

/** The one intake of the window. */
export const useIntakeStore = windowStore(IntakeStore);

/** What the card shows now. */
export function useIntake(): IntakeState {
  return useStore(useIntakeStore());
}

/** The options column as it counts: the card's edits over the settings. */
export function useIntakeOptions(): IntakeOptions {
  const { settings } = useSettings();
  const { edits } = useIntake();
  return useMemo(() => effectiveOptions(settings, edits), [settings, edits]);
}
