import type { CallName, CallRequest, CallResponse, ThreadService } from './service.js';
import { ThreadClient, type ThreadOptions } from './thread-client.js';

interface Member<Service extends ThreadService> {
  readonly thread: ThreadClient<Service>;
  /** Of the present call; undefined while the thread is idle. */
  onEvent: ((event: Service['event']) => void) | undefined;
}

/**
 * Threads that run one call at a time each; they are started when needed and then kept. When a thread exits, only its own call fails,
 * and its next call starts it again. There are as many as calls were ever open at once, which the caller limits.
 */
export class ThreadPool<Service extends ThreadService> {
  readonly #options: ThreadOptions;
  readonly #members: Member<Service>[] = [];

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Calls an idle thread; `onEvent` receives its events until the call has settled. See `ThreadClient.call` for errors. */
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

  /** Ends all threads; open calls are cancelled or fail. */
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
