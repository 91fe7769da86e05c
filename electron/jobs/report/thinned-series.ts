/**
 * A series with a limited number of points: when it is full, pairs of neighbours are replaced by their mean, and from then on
 * each point is the mean of twice as many values. Shape and memory stay about the same.
 */
export class ThinnedSeries {
  readonly #maxPoints: number;
  #points: number[] = [];
  #valuesPerPoint = 1;
  #pendingSum = 0;
  #pendingCount = 0;

  /** `maxPoints` is even. */
  constructor(maxPoints = 400) {
    this.#maxPoints = maxPoints;
  }

  add(value: number): void {
    this.#pendingSum += value;
    this.#pendingCount++;
    if (this.#pendingCount < this.#valuesPerPoint) return;
    this.#points.push(this.#pendingSum / this.#pendingCount);
    this.#pendingSum = 0;
    this.#pendingCount = 0;
    if (this.#points.length >= this.#maxPoints) this.#halve();
  }

  /** A copy, in order. */
  points(): readonly number[] {
    return [...this.#points];
  }

  #halve(): void {
    const halved: number[] = [];
    for (let index = 0; index + 1 < this.#points.length; index += 2) {
      halved.push(((this.#points[index] ?? 0) + (this.#points[index + 1] ?? 0)) / 2);
    }
    this.#points = halved;
    this.#valuesPerPoint *= 2;
  }
}
