import type { Client } from '../../../../../renderer/data/client.js';
import type { CallName } from '../../../../../shared/contract/calls.js';
import type { EventName, Events } from '../../../../../shared/contract/events.js';
import { CallError } from '../../../../../shared/errors/contract-error.js';

type Answers = Readonly<Partial<Record<CallName, unknown>>>;

interface AnsweringClient {
  readonly client: Client;
  /** The calls so far, in order. */
  readonly asked: readonly (readonly [name: CallName, request: unknown])[];
  readonly emit: <Name extends EventName>(name: Name, payload: Events[Name]) => void;
}

/** A client whose host answers each call the same every time, or as a function says; every other call fails by its name. */
export function answering(answers: Answers): AnsweringClient {
  const asked: [CallName, unknown][] = [];
  const listeners: { readonly name: EventName; readonly listener: (payload: never) => void }[] = [];
  const client = {
    async call(name: CallName, request: unknown) {
      asked.push([name, request]);
      const answer = answers[name];
      if (answer === undefined) throw new CallError({ kind: 'gone', message: `no answer to ${name}` });
      return typeof answer === 'function' ? answer(request) : answer;
    },
    on(name: EventName, listener: (payload: never) => void) {
      listeners.push({ name, listener });
      return () => undefined;
    },
  };
  return {
    // Only what the model uses of it.
    client: client as unknown as Client,
    asked,
    emit(name, payload) {
      // Each listener was given for this name.
      for (const { name: own, listener } of listeners) if (own === name) listener(payload as never);
    },
  };
}
