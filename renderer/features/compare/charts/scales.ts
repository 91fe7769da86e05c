/** Powers of `base` from at most `low` to at least `high`, all above zero. */
export function powerTicks(low: number, high: number, base: number): readonly number[] {
  const first = Math.ceil(Math.log(low) / Math.log(base) - 1e-9);
  const last = Math.floor(Math.log(high) / Math.log(base) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => base ** (first + at));
}

/** Around five round numbers between two. */
export function roundTicks(low: number, high: number, about = 6): readonly number[] {
  const rough = (high - low) / about;
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * step);
}

/** `count` numbers from `low` to `high`, each the same factor above the one before. */
export function logSpaced(low: number, high: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => low * (high / low) ** (at / (count - 1)));
}
