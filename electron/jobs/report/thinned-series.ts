/**
 * A series with a limited number of points: when it is full, pairs of neighbours are replaced by their mean, and from then on
 * each point is the mean of twice as many values. Shape and memory stay about the same.
 */
export class ThinnedSeries {
  readonly #mostPoints: number;
  #points: number[] = [];
  #valuesPerPoint = 1;
  #pendingSum = 0;
  #pendingCount = 0;

  /** `mostPoints` is even. */
  constructor(mostPoints = 400) {
    this.#mostPoints = mostPoints;
  }

  add(value: number): void {
    this.#pendingSum += value;
    this.#pendingCount++;
    if (this.#pendingCount < this.#valuesPerPoint) return;
    this.#points.push(this.#pendingSum / this.#pendingCount);
    this.#pendingSum = 0;
    this.#pendingCount = 0;
    if (this.#points.length >= this.#mostPoints) this.#halve();
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
