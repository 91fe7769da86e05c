const NEGATIVE_SLICE = /^-\d*[:,]|^-\d+$/;

/** `-5:` is a slice and not an option: with brackets, which slices may have, commander reads it as an argument. */
export function protectSlices(args: readonly string[]): string[] {
  return args.map((text) => (NEGATIVE_SLICE.test(text) && args.includes('slice') ? `[${text}]` : text));
}
