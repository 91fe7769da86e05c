export type QuitAnswer = 'finish' | 'cancel' | 'stay';

export interface QuitPorts {
  activeJobs(): number;
  /** Asks what to do about the running jobs. While they are being finished, `finish` means to go on with that. */
  ask(finishing: boolean): Promise<QuitAnswer>;
  /** Ends the host: jobs finished or cancelled, workers gone, files written. */
  close(how: 'finish' | 'cancel'): Promise<void>;
  /** Ends the program; nothing stands in its way any more. */
  quit(): void;
}

type State = 'working' | 'finishing' | 'cancelling' | 'over';

/** How long cancelled jobs may take to end: a call into the add-on cannot be interrupted, but no chunk takes this long. */
const PATIENCE_MS = 10_000;

/**
 * The end of the program in one place: it waits for the jobs, asks once when some run, and never leaves them half done.
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

  /** True once nothing may stand in the way of quitting. */
  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** Somebody wants to quit. Does nothing while the question is open or the end is under way. */
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
      // Finishing may have been overtaken by a cancel, which has quit already.
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
