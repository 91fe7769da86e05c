/**
 * One word of memory that the queue and a worker share: the queue writes it, the worker reads it between chunks. Unlike a
 * message it takes effect immediately, and a worker can sleep on it without using the processor.
 */
export type ControlCommand = 'go' | 'pause' | 'cancel';

const WORDS = { go: 0, pause: 1, cancel: 2 } as const satisfies Record<ControlCommand, number>;

/** A new word with the command `go`; its buffer is sent to the worker. */
export function createControlWord(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Changes the command and wakes a worker that sleeps on it. A cancel is final. */
export function command(word: Int32Array<SharedArrayBuffer>, what: ControlCommand): void {
  if (Atomics.load(word, 0) === WORDS.cancel) return;
  Atomics.store(word, 0, WORDS[what]);
  Atomics.notify(word, 0);
}

/** In the worker: whether `shouldContinue` would sleep now. */
export function isHeld(word: Int32Array<SharedArrayBuffer>): boolean {
  return Atomics.load(word, 0) === WORDS.pause;
}

/** In the worker: sleeps while the command is `pause`; false when the job was cancelled. */
export function shouldContinue(word: Int32Array<SharedArrayBuffer>): boolean {
  while (isHeld(word)) Atomics.wait(word, 0, WORDS.pause);
  return Atomics.load(word, 0) !== WORDS.cancel;
}
