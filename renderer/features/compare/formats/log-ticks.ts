/** Round numbers (1, 2, 5 times a power of ten) between two, thinned to powers of ten where there would be too many. */
export function logTicks(low: number, high: number, most = 8): readonly number[] {
  const first = Math.floor(Math.log10(low));
  const count = Math.ceil(Math.log10(high)) - first + 1;
  const powers = Array.from({ length: Math.max(0, count) }, (_, at) => first + at);
  const within = (factors: readonly number[]) =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((tick) => tick >= low && tick <= high);
  const fine = within([1, 2, 5]);
  return fine.length <= most ? fine : within([1]);
}
