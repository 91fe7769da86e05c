/** The smallest of 1, 2, 5, 10, 20, 50 ... that is at least `least`: steps that labels can count in. */
export function niceStep(least: number): number {
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}

/** The next of these steps. */
export function nextStep(step: number): number {
  return niceStep(step + 1);
}
