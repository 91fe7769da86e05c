/** The one selection that charts and table share: settings by their keys. */
export interface Pins {
  readonly a?: string;
  readonly b?: string;
  /** Where the keyboard is, or what was clicked last. */
  readonly active?: string;
}

/** Pins as A; what is A already is let go. */
export function pinAsA({ a, b }: Pins, key: string): Pins {
  const other = b === key ? a : b;
  return { ...(a !== key && { a: key }), ...(other !== undefined && { b: other }), active: key };
}

/** Pins as B; what is B already is let go. */
export function pinAsB({ a, b }: Pins, key: string): Pins {
  const other = a === key ? b : a;
  return { ...(other !== undefined && { a: other }), ...(b !== key && { b: key }), active: key };
}

/** A becomes B and B becomes A. */
export function swapPins({ a, b, active }: Pins): Pins {
  return {
    ...(b !== undefined && { a: b }),
    ...(a !== undefined && { b: a }),
    ...(active !== undefined && { active }),
  };
}

export function activate({ a, b }: Pins, active: string): Pins {
  return { ...(a !== undefined && { a }), ...(b !== undefined && { b }), active };
}

/** The letter of a setting that is pinned. */
export function pinOf({ a, b }: Pins, key: string): 'A' | 'B' | undefined {
  return key === a ? 'A' : key === b ? 'B' : undefined;
}
