/** Whether this is `npm run nightly`, which has all night and tries everything. */
export const isNightly = process.env.MODE === 'nightly';

/** How many random cases a property draws, or how many of a kind are tried: more at night. */
export function caseCount(usual: number, nightly = 20 * usual): number {
  return isNightly ? nightly : usual;
}

/** Every `step`th of them, from the `first` on; at night all. Tests that take turns with `first` try each once. */
export function every<T>(step: number, items: readonly T[], first = 0): readonly T[] {
  return isNightly ? items : items.filter((_, index) => index % step === first % step);
}
