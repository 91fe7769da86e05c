import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useSettings } from '../api/settings-context.js';
import { type Formats, makeFormats } from './formats.js';

const FormatContext = createContext<Formats>(makeFormats('iec'));

/** The ways numbers are shown, in the units that the user has set. */
export function useFormat(): Formats {
  return useContext(FormatContext);
}

/** Once, inside SettingsProvider. */
export function FormatProvider({ children }: { readonly children: ReactNode }) {
  const { units } = useSettings().settings;
  const formats = useMemo(() => makeFormats(units), [units]);
  return <FormatContext value={formats}>{children}</FormatContext>;
}
