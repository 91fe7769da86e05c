const NEGATIVE_SLICE = /^-\d*[:,]|^-\d+$/;

/** `-5:` is a slice and no option: brackets, which slices may have anyway, tell commander so. */
export function protectSlices(args: readonly string[]): string[] {
  return args.map((text) => (NEGATIVE_SLICE.test(text) && args.includes('slice') ? `[${text}]` : text));
}
