/** datetime64 and timedelta64 as text, as numpy prints them. Exact for every int64, beyond numpy's own overflow too. */

/** The int64 value of NaT ("not a time"). */
export const NAT = -(2n ** 63n);

interface UnitRule {
  /** Plural as numpy spells it in a timedelta. */
  readonly name: string;
  readonly ticksPerDay?: bigint;
  /** Digits behind the second; -1 for minutes, -2 for hours. */
  readonly digits?: number;
}

const DAY_SECONDS = 86400n;

function subsecond(name: string, digits: number): UnitRule {
  return { name, ticksPerDay: DAY_SECONDS * 10n ** BigInt(digits), digits };
}

const UNITS: ReadonlyMap<string, UnitRule> = new Map<string, UnitRule>([
  ['Y', { name: 'years' }],
  ['M', { name: 'months' }],
  ['W', { name: 'weeks' }],
  ['D', { name: 'days' }],
  ['h', { name: 'hours', ticksPerDay: 24n, digits: -2 }],
  ['m', { name: 'minutes', ticksPerDay: 1440n, digits: -1 }],
  ['s', subsecond('seconds', 0)],
  ['ms', subsecond('milliseconds', 3)],
  ['us', subsecond('microseconds', 6)],
  ['ns', subsecond('nanoseconds', 9)],
  ['ps', subsecond('picoseconds', 12)],
  ['fs', subsecond('femtoseconds', 15)],
  ['as', subsecond('attoseconds', 18)],
]);

const GENERIC = 'generic time units';

interface Unit {
  readonly letters: string;
  readonly multiple: bigint;
}

/** `[25s]` is 25 and `s`; no unit is 1 and the empty string. */
function splitUnit(unit: string | undefined): Unit {
  const [, digits = '', letters = ''] = /^\[(\d*)(\w*)\]$/.exec(unit ?? '') ?? [];
  return { letters, multiple: digits === '' ? 1n : BigInt(digits) };
}

function floorDivide(dividend: bigint, divisor: bigint): { quotient: bigint; remainder: bigint } {
  const remainder = ((dividend % divisor) + divisor) % divisor;
  return { quotient: (dividend - remainder) / divisor, remainder };
}

/** C's `%04d`: four characters, including the sign. */
function formatYear(year: bigint): string {
  return year < 0n ? `-${(-year).toString().padStart(3, '0')}` : year.toString().padStart(4, '0');
}

function twoDigits(value: bigint): string {
  return value.toString().padStart(2, '0');
}

function formatMonth(monthsSince1970: bigint): string {
  const { quotient, remainder } = floorDivide(monthsSince1970, 12n);
  return `${formatYear(quotient + 1970n)}-${twoDigits(remainder + 1n)}`;
}

/** Proleptic Gregorian calendar; Howard Hinnant's `civil_from_days`, which counts years from March. */
function formatDay(daysSince1970: bigint): string {
  const { quotient: era, remainder: dayOfEra } = floorDivide(daysSince1970 + 719468n, 146097n);
  const yearOfEra = (dayOfEra - dayOfEra / 1460n + dayOfEra / 36524n - dayOfEra / 146096n) / 365n;
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const marchMonth = (5n * dayOfYear + 2n) / 153n;
  const day = dayOfYear - (153n * marchMonth + 2n) / 5n + 1n;
  const month = marchMonth < 10n ? marchMonth + 3n : marchMonth - 9n;
  const year = yearOfEra + era * 400n + (month <= 2n ? 1n : 0n);
  return `${formatYear(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** Time of day down to the unit: `13`, `13:05`, `13:05:07`, `13:05:07.125`. */
function formatTime(ticks: bigint, ticksPerDay: bigint, digits: number): string {
  const hour = (ticks * 24n) / ticksPerDay;
  if (digits === -2) return twoDigits(hour);
  const minute = ((ticks * 1440n) / ticksPerDay) % 60n;
  if (digits === -1) return `${twoDigits(hour)}:${twoDigits(minute)}`;
  const ticksPerSecond = ticksPerDay / DAY_SECONDS;
  const second = (ticks / ticksPerSecond) % 60n;
  const fraction = (ticks % ticksPerSecond).toString().padStart(digits, '0');
  return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}${digits > 0 ? `.${fraction}` : ''}`;
}

/** `str(numpy.datetime64)`: ISO 8601 as precise as the unit, or `NaT`. `unit` as in a dtype: `[D]`, `[25s]`. */
export function formatDatetime(ticks: bigint, unit: string | undefined): string {
  if (ticks === NAT) return 'NaT';
  const { letters, multiple } = splitUnit(unit);
  const count = ticks * multiple;
  if (letters === 'Y') return formatYear(count + 1970n);
  if (letters === 'M') return formatMonth(count);
  if (letters === 'W') return formatDay(count * 7n);
  const { ticksPerDay, digits = 0 } = UNITS.get(letters) ?? {};
  if (ticksPerDay === undefined) return letters === 'D' ? formatDay(count) : `${count} ${GENERIC}`;
  const { quotient, remainder } = floorDivide(count, ticksPerDay);
  return `${formatDay(quotient)}T${formatTime(remainder, ticksPerDay, digits)}`;
}

/** `str(numpy.timedelta64)`: `5 milliseconds`, or `NaT`. */
export function formatTimedelta(ticks: bigint, unit: string | undefined): string {
  if (ticks === NAT) return 'NaT';
  const { letters, multiple } = splitUnit(unit);
  return `${ticks * multiple} ${UNITS.get(letters)?.name ?? GENERIC}`;
}
