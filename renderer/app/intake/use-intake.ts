import { useMemo } from 'react';
import { useStore } from '../../data/store/store.js';
import { windowStore } from '../../data/window-store.js';
import { useSettings } from '../settings-context.js';
import { effectiveOptions, type IntakeOptions } from './intake-options.js';
import { type IntakeState, IntakeStore } from './intake-store.js';

/** The intake store of this window. */
export const useIntakeStore = windowStore(IntakeStore);

/** The present state of the intake card. */
export function useIntake(): IntakeState {
  return useStore(useIntakeStore());
}

/** The options of the batch: the edits of the card, and the settings for the rest. */
export function useIntakeOptions(): IntakeOptions {
  const { settings } = useSettings();
  const { edits } = useIntake();
  return useMemo(() => effectiveOptions(settings, edits), [settings, edits]);
}
