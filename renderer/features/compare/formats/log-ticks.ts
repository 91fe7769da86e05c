/** Steps within a decade, the finest first. */
const STEPS: readonly (readonly number[])[] = [[1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8], [1, 1.5, 2, 3, 5], [1, 2, 5], [1]];

/** Round numbers between two for a logarithmic axis, in the finest steps that give at most `most`. */
export function logTicks(low: number, high: number, most = 8): readonly number[] {
  const first = Math.floor(Math.log10(low));
  const count = Math.max(0, Math.ceil(Math.log10(high)) - first + 1);
  const powers = Array.from({ length: count }, (_, at) => first + at);
  const inSteps = STEPS.map((factors) =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((tick) => tick >= low && tick <= high),
  );
  return inSteps.find((ticks) => ticks.length <= most) ?? inSteps.at(-1) ?? [];
}
