import { expect } from 'vitest';
import { NativeError, type NativeErrorCode } from '../../native/native-error.js';

/** The NativeError that `run` throws or rejects with; fails the test when there is none or its code is another. */
export async function expectNativeError(code: NativeErrorCode, run: () => unknown): Promise<NativeError> {
  const error = await Promise.resolve()
    .then(run)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(NativeError);
  // Just asserted, which the compiler cannot see.
  const native = error as NativeError;
  expect(native.code).toBe(code);
  return native;
}
