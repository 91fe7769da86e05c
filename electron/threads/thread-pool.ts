import { availableParallelism } from 'node:os';
import type { CallName, CallRequest, CallResponse, ThreadService } from './service.js';
import { ThreadClient, type ThreadOptions } from './thread-client.js';

interface Member<Service extends ThreadService> {
  readonly thread: ThreadClient<Service>;
  /** Of the call that the thread works on; undefined while it is idle. */
  onEvent: ((event: Service['event']) => void) | undefined;
}

/**
 * Threads with one call at a time each, started when they are needed and then kept. A thread that exits fails its own call, and is
 * replaced by the next.
 */
export class ThreadPool<Service extends ThreadService> {
  readonly #options: ThreadOptions;
  readonly #mostThreads: number;
  readonly #members: Member<Service>[] = [];

  /** By default one core is left to the window and the main thread. */
  constructor(options: ThreadOptions, mostThreads = Math.max(1, availableParallelism() - 1)) {
    this.#options = options;
    this.#mostThreads = mostThreads;
  }

  /** How many calls could begin now if `wanted` may run at once. */
  freeThreads(wanted: number): number {
    const busy = this.#members.filter(({ onEvent }) => onEvent).length;
    return Math.max(0, Math.min(wanted, this.#mostThreads) - busy);
  }

  /** Calls an idle thread; `onEvent` gets what it emits until the call has settled. See `ThreadClient.call` for errors. */
  async call<Name extends CallName<Service>>(
    name: Name,
    request: CallRequest<Service, Name>,
    onEvent: (event: Service['event']) => void,
  ): Promise<CallResponse<Service, Name>> {
    const member = this.#members.find((other) => !other.onEvent) ?? this.#add();
    member.onEvent = onEvent;
    try {
      return await member.thread.call(name, request);
    } finally {
      member.onEvent = undefined;
    }
  }

  /** Ends all threads; calls that are open are cancelled or fail. */
  async end(): Promise<void> {
    await Promise.all(this.#members.map(({ thread }) => thread.end()));
  }

  #add(): Member<Service> {
    const member: Member<Service> = {
      thread: new ThreadClient(this.#options, (event) => member.onEvent?.(event)),
      onEvent: undefined,
    };
    this.#members.push(member);
    return member;
  }
}
