export type QuitAnswer = 'finish' | 'cancel' | 'stay';

export interface QuitPorts {
  activeJobs(): number;
  /** Asks the user what to do with running jobs. While they are being finished, `finish` continues with that. */
  ask(finishing: boolean): Promise<QuitAnswer>;
  /** Ends the host: jobs are finished or cancelled, workers terminated, files written. */
  close(how: 'finish' | 'cancel'): Promise<void>;
  /** Ends the program without further questions. */
  quit(): void;
}

type State = 'working' | 'finishing' | 'cancelling' | 'over';

/** How long cancelled jobs may take to end: a call into the add-on cannot be interrupted, but no chunk takes this long. */
const PATIENCE_MS = 10_000;

/**
 * Quitting the program: asks the user when jobs run, and waits until they are finished or cancelled.
 *
 *     working -> [asks] -> finishing -> over
 *        \________________-> cancelling -> over      (no jobs, "Quit and cancel", or the system's signal)
 */
export class QuitProtocol {
  readonly #ports: QuitPorts;
  #state: State = 'working';
  #asking = false;

  constructor(ports: QuitPorts) {
    this.#ports = ports;
  }

  /** True once the program may quit without a question. */
  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** Requests the end. Does nothing while the question is open or the program is already ending. */
  async request(): Promise<void> {
    if (this.#asking || this.#state === 'cancelling' || this.isOver) return;
    if (this.#state === 'working' && this.#ports.activeJobs() === 0) return this.terminate();
    const answer = await this.#ask();
    if (answer === 'cancel') return this.terminate();
    if (answer === 'finish' && this.#state === 'working') await this.#end('finishing', this.#ports.close('finish'));
  }

  /** Ends without asking: the system's SIGTERM, or the user's "Quit and cancel". */
  async terminate(): Promise<void> {
    if (this.#state === 'cancelling' || this.isOver) return;
    await this.#end('cancelling', Promise.race([this.#ports.close('cancel'), timeout(PATIENCE_MS)]));
  }

  async #ask(): Promise<QuitAnswer> {
    this.#asking = true;
    try {
      return await this.#ports.ask(this.#state === 'finishing');
    } finally {
      this.#asking = false;
    }
  }

  async #end(state: 'finishing' | 'cancelling', closed: Promise<void>): Promise<void> {
    this.#state = state;
    try {
      await closed;
    } finally {
      // A cancel may have ended the program while it was finishing.
      if (!this.isOver) {
        this.#state = 'over';
        this.#ports.quit();
      }
    }
  }
}

function timeout(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
