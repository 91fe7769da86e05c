/** Parts shorter than this were sorted by insertion. */
const INSERTION_ITEMS = 15;

/**
 * The order that `numpy.argsort` gave to doubles in 2014 (numpy 1.8, `aquicksort` in npysort/quicksort.c.src): ascending, and
 * equal values in the order in which its quicksort left them. Published scores depend on it, since many ratios are equal.
 */
export function numpyArgsort(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index);
  const pending: [number, number][] = [[0, order.length - 1]];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    let [low, high] = part;
    while (high - low > INSERTION_ITEMS) {
      const pivot = partition(order, values, low, high);
      // The larger part is sorted later.
      if (pivot - low < high - pivot) {
        pending.push([pivot + 1, high]);
        high = pivot - 1;
      } else {
        pending.push([low, pivot - 1]);
        low = pivot + 1;
      }
    }
    insertionSort(order, values, low, high);
  }
  return order;
}

/** Partitions around the median of the first, middle and last value; returns the position of that value. */
function partition(order: number[], values: readonly number[], low: number, high: number): number {
  const valueAt = (position: number): number => values[order[position] ?? 0] ?? Number.NaN;
  const middle = low + ((high - low) >> 1);
  if (valueAt(middle) < valueAt(low)) swap(order, middle, low);
  if (valueAt(high) < valueAt(middle)) swap(order, high, middle);
  if (valueAt(middle) < valueAt(low)) swap(order, middle, low);
  const pivot = valueAt(middle);
  let left = low;
  let right = high - 1;
  swap(order, middle, right);
  for (;;) {
    do left++;
    while (valueAt(left) < pivot);
    do right--;
    while (pivot < valueAt(right));
    if (left >= right) break;
    swap(order, left, right);
  }
  swap(order, left, high - 1);
  return left;
}

function insertionSort(order: number[], values: readonly number[], low: number, high: number): void {
  for (let position = low + 1; position <= high; position++) {
    const moved = order[position] ?? 0;
    const value = values[moved] ?? Number.NaN;
    let gap = position;
    for (; gap > low && value < (values[order[gap - 1] ?? 0] ?? Number.NaN); gap--) {
      order[gap] = order[gap - 1] ?? 0;
    }
    order[gap] = moved;
  }
}

function swap(order: number[], a: number, b: number): void {
  const kept = order[a] ?? 0;
  order[a] = order[b] ?? 0;
  order[b] = kept;
}
