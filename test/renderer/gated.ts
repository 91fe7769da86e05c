import { expect } from 'vitest';

interface Held<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * An async function whose calls stay pending until the test settles them, in any order. `answer` and `fail` wait until there is a
 * pending call, and resolve when the code that awaited it has run.
 */
export function gated<Request, Answer>() {
  const asked: Request[] = [];
  let held: readonly Held<Request, Answer>[] = [];
  const take = async (isOf: (request: Request) => boolean) => {
    await expect.poll(() => held.some(({ request }) => isOf(request))).toBe(true);
    const found = held.find(({ request }) => isOf(request));
    if (!found) throw new Error('The pending call is gone.');
    held = held.filter((one) => one !== found);
    return found;
  };
  return {
    /** The requests of all calls, in order. */
    asked,
    /** Number of pending calls. */
    waiting: () => held.length,
    ask: (request: Request) =>
      new Promise<Answer>((resolve, reject) => {
        asked.push(request);
        held = [...held, { request, resolve, reject }];
      }),
    answer: async (make: (request: Request) => Answer | Promise<Answer>, isOf: (request: Request) => boolean = any) => {
      const { request, resolve } = await take(isOf);
      resolve(new Promise((settle) => settle(make(request))));
      await turn();
    },
    fail: async (reason: unknown, isOf: (request: Request) => boolean = any) => {
      (await take(isOf)).reject(reason);
      await turn();
    },
    failAll: (reason: unknown) => {
      for (const { reject } of held) reject(reason);
      held = [];
    },
  };
}

const any = () => true;

/** Resolves after all callbacks of settled promises have run. */
function turn(): Promise<void> {
  return new Promise((go) => setImmediate(go));
}
