import type { NumberFormat } from '../../../../shared/contract/inspect/data.js';

export type FormatKind = NumberFormat['kind'];

interface FormatFacts {
  readonly label: string;
  /** Whether the number of digits can be chosen. */
  readonly hasDigits: boolean;
}

/** The ways to write values, in the order of the list. */
export const numberFormats = {
  auto: { label: 'Auto', hasDigits: false },
  fixed: { label: 'Fixed', hasDigits: true },
  scientific: { label: 'Scientific', hasDigits: true },
  exact: { label: 'Exact', hasDigits: false },
  hex: { label: 'Hex of the number', hasDigits: false },
  binary: { label: 'Binary of the number', hasDigits: false },
} as const satisfies Readonly<Record<FormatKind, FormatFacts>>;

export const maxDigits = 20;

/** The format of a kind; those with digits get the ones given. */
export function formatOf(kind: FormatKind, digits: number): NumberFormat {
  return kind === 'fixed' || kind === 'scientific' ? { kind, digits } : { kind };
}

/** `Auto, 3 decimals`: the decimals that Auto chose, when all shown numbers have the same; `Auto` otherwise. */
export function autoLabel(texts: readonly string[]): string {
  const decimals = new Set(texts.flatMap((text) => decimalsOf(text) ?? []));
  const [only] = decimals;
  if (decimals.size !== 1 || only === undefined) return numberFormats.auto.label;
  return only === 0 ? 'Auto' : `Auto, ${only} ${only === 1 ? 'decimal' : 'decimals'}`;
}

function decimalsOf(text: string): number | undefined {
  const [whole, fraction] = /^-?\d+(?:\.(\d+))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : (fraction?.length ?? 0);
}

/** A long float in six digits, marked as rounded; any other value as it is. */
export function headline(exact: string): string {
  if (exact.length <= 9 || !/^-?\d+\.\d+(e[-+]?\d+)?$/.test(exact)) return exact;
  const value = Number(exact);
  const whole = Math.max(0, Math.floor(Math.log10(Math.abs(value))) + 1);
  const short = Number(value.toPrecision(Math.max(6, Math.min(17, whole + 3))));
  return short === value ? exact : `≈ ${short}`;
}
