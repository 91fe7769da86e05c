import { formatCount, formatDecimals } from './counts.js';

/** Binary (KiB = 1024 B) or decimal (kB = 1000 B), as the user has set. */
export type Units = 'iec' | 'si';

const scales = {
  iec: { step: 1024, names: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] },
  si: { step: 1000, names: ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] },
} as const satisfies Record<Units, { readonly step: number; readonly names: readonly string[] }>;

/**
 * A size with its unit: `912 B`, `198.6 MiB`, `2.23 GiB`, `101.0 GiB`. One decimal, and two below 100 from GiB on, where a
 * decimal is a lot; never `1024.0 KiB`, since what rounds up to the next unit is written in that unit.
 */
export function formatSize(sizeBytes: number, units: Units): string {
  return inUnit(sizeBytes, unitOf(sizeBytes, units));
}

/** The exact bytes, for tooltips: `208,028,617 B`. */
export function formatBytes(sizeBytes: number): string {
  return `${formatCount(sizeBytes)} B`;
}

/** How much of a whole, in the unit of the whole: `280.4 of 646.2 GiB`. */
export function formatSizeOf(doneBytes: number, totalBytes: number, units: Units): string {
  const unit = unitOf(totalBytes, units);
  return `${inUnit(doneBytes, { ...unit, name: 'of' })} ${inUnit(totalBytes, unit)}`;
}

/** Bytes a second: `1.86 GiB/s`. */
export function formatSpeed(bytesPerSecond: number, units: Units): string {
  return `${formatSize(bytesPerSecond, units)}/s`;
}

interface Unit {
  readonly name: string;
  readonly unitBytes: number;
  readonly decimals: 0 | 1 | 2;
}

/** The largest unit of which there is one, once rounded. */
function unitOf(sizeBytes: number, units: Units): Unit {
  const { step, names } = scales[units];
  const fitting = names.map((name, power): Unit => {
    const unitBytes = step ** power;
    return { name, unitBytes, decimals: decimalsOf(power, sizeBytes / unitBytes) };
  });
  const last: Unit = { name: 'B', unitBytes: 1, decimals: 0 };
  return fitting.find((unit) => rounded(sizeBytes, unit) < step) ?? fitting.at(-1) ?? last;
}

function decimalsOf(power: number, value: number): Unit['decimals'] {
  if (power === 0) return 0;
  return power < 3 || value >= 99.995 ? 1 : 2;
}

function rounded(sizeBytes: number, { unitBytes, decimals }: Unit): number {
  return Number((sizeBytes / unitBytes).toFixed(decimals));
}

function inUnit(sizeBytes: number, unit: Unit): string {
  return `${formatDecimals(rounded(sizeBytes, unit), unit.decimals)} ${unit.name}`;
}
