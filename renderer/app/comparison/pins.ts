/** The selection that charts and table share: keys of settings. */
export interface Pins {
  readonly a?: string;
  readonly b?: string;
  /** The setting that has the keyboard focus or was clicked last. */
  readonly active?: string;
}

/** Pins a setting as A; the present A is unpinned. */
export function pinAsA({ a, b }: Pins, key: string): Pins {
  const other = b === key ? a : b;
  return { ...(a !== key && { a: key }), ...(other !== undefined && { b: other }), active: key };
}

/** Pins a setting as B; the present B is unpinned. */
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
