/** Two arrays are read at a time at most: one is written, and compared once more with what was written. */
const MAX_IDLE = 2;

/**
 * The plain bytes of a pickle that is compressed as a whole, by their position. Streams go on where they stopped: arrays are read one
 * behind the other, and each would inflate all those before it again.
 */
export class InflatedBytes {
  readonly #start: () => Promise<AsyncGenerator<Uint8Array>>;
  #idle: readonly InflatedStream[] = [];

  /** `start` gives all pieces from the first byte on. */
  constructor(start: () => Promise<AsyncGenerator<Uint8Array>>) {
    this.#start = start;
  }

  /** The bytes [startByte, endByte), or fewer where they end before. Throws what the pieces throw. */
  async *pieces(startByte: number, endByte: number): AsyncGenerator<Uint8Array, void, undefined> {
    const stream = this.#takeIdle(startByte) ?? new InflatedStream(await this.#start());
    try {
      yield* stream.range(startByte, endByte);
    } finally {
      await this.#giveBack(stream);
    }
  }

  /** Nothing is being read any more. */
  async close(): Promise<void> {
    const idle = this.#idle;
    this.#idle = [];
    for (const stream of idle) await stream.close();
  }

  /** The stream that has the least to read until there. */
  #takeIdle(startByte: number): InflatedStream | undefined {
    const [nearest] = this.#idle
      .filter(({ startByte: reached }) => reached <= startByte)
      .toSorted((a, b) => b.startByte - a.startByte);
    this.#idle = this.#idle.filter((stream) => stream !== nearest);
    return nearest;
  }

  async #giveBack(stream: InflatedStream): Promise<void> {
    if (stream.hasEnded) return;
    this.#idle = [...this.#idle, stream];
    const [oldest, ...others] = this.#idle;
    if (others.length < MAX_IDLE) return;
    this.#idle = others;
    await oldest?.close();
  }
}

class InflatedStream {
  readonly #pieces: AsyncGenerator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);
  /** Of the first byte of the piece: no byte before it can be read any more. */
  startByte = 0;
  /** Also by an error. */
  hasEnded = false;

  constructor(pieces: AsyncGenerator<Uint8Array>) {
    this.#pieces = pieces;
  }

  async *range(startByte: number, endByte: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const part = this.#piece.subarray(Math.max(0, startByte - this.startByte), Math.max(0, endByte - this.startByte));
      if (part.byteLength > 0) yield part;
      if (this.startByte + this.#piece.byteLength >= endByte || !(await this.#next())) return;
    }
  }

  async close(): Promise<void> {
    await this.#pieces.return(undefined);
  }

  async #next(): Promise<boolean> {
    this.hasEnded = true; // unless the next piece arrives
    const { value, done } = await this.#pieces.next();
    if (done) return false;
    this.hasEnded = false;
    this.startByte += this.#piece.byteLength;
    this.#piece = value;
    return true;
  }
}
