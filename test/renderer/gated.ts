import { expect } from 'vitest';

interface Held<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Something that can be asked and answers only when the test says so, in the order that the test says. `answer` and `fail` wait
 * until there is a question for them, and settle when whoever asked has had its turn.
 */
export function gated<Request, Answer>() {
  const asked: Request[] = [];
  let held: readonly Held<Request, Answer>[] = [];
  const take = async (isOf: (request: Request) => boolean) => {
    await expect.poll(() => held.some(({ request }) => isOf(request))).toBe(true);
    const found = held.find(({ request }) => isOf(request));
    if (!found) throw new Error('The question was taken back.');
    held = held.filter((one) => one !== found);
    return found;
  };
  return {
    /** Every question so far, in order. */
    asked,
    /** How many wait for their answer. */
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

/** Every promise that can go on has gone on. */
function turn(): Promise<void> {
  return new Promise((go) => setImmediate(go));
}
