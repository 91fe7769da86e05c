import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Settings } from '../../shared/contract/settings.js';
import { type Formats, makeFormats } from './formats.js';

const FormatContext = createContext<Formats>(makeFormats('iec'));

/** The formatters of numbers, in the units that the user has set. */
export function useFormat(): Formats {
  return useContext(FormatContext);
}

/** Once, around the app. */
export function FormatProvider({
  units,
  children,
}: {
  readonly units: Settings['units'];
  readonly children: ReactNode;
}) {
  const formats = useMemo(() => makeFormats(units), [units]);
  return <FormatContext value={formats}>{children}</FormatContext>;
}
