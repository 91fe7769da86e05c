import { randomBytes } from 'node:crypto';

const CODE_BYTES = 24;
const VALID_MS = 60_000;

/** Codes that open the page once: the one in the launch page is worthless afterwards. */
export class LaunchCodes {
  readonly #validUntilMs = new Map<string, number>();

  issue(): string {
    const code = randomBytes(CODE_BYTES).toString('base64url');
    this.#validUntilMs.set(code, performance.now() + VALID_MS);
    return code;
  }

  /** Whether the code was valid. It is invalid from now on. */
  take(code: string): boolean {
    const untilMs = this.#validUntilMs.get(code);
    this.#validUntilMs.delete(code);
    return untilMs !== undefined && performance.now() < untilMs;
  }
}
