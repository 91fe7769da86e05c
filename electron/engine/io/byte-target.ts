/**
 * Where a writer's bytes go. Nothing is visible under the target's name before `commit()`, wherever the target can do so;
 * `discard()` leaves what was there before. Exactly one of the two ends the target's life.
 */
export interface ByteTarget {
  readonly name: string;
  /** Whether bytes already written can be replaced: true for files and memory, false for streams. */
  readonly patchable: boolean;
  /** Adds bytes at the end. They belong to the caller again once the promise is settled. */
  append(bytes: Uint8Array): Promise<void>;
  /** Replaces bytes that were appended before. Only where `patchable`. */
  patch(positionBytes: number, bytes: Uint8Array): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}
