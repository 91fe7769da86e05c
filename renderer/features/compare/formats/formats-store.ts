import type { FormatResult, FormatsProgress, FormatsRequest, RunId } from '../../../../shared/contract/compare.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import type { Client } from '../../../data/client.js';
import { Store } from '../../../data/store/store.js';
import { resultKey } from './formats-model.js';

/** A running measurement of formats. */
export interface FormatsActivity {
  /** Undefined until the host has returned the id. */
  readonly run?: RunId;
  /** 0 to 1. */
  readonly done: number;
  readonly note?: string;
  readonly isTalk: boolean;
}

export interface FormatsState {
  readonly activity?: FormatsActivity;
  /** Results of the last measurement, or the results so far of the running one. */
  readonly results: readonly FormatResult[];
  readonly startedIso?: string;
  readonly wasStopped: boolean;
  readonly error?: ContractError;
}

/** The measurement of formats of this window. Lives as long as the window. */
export class FormatsStore extends Store<FormatsState> {
  readonly #client: Client;

  constructor(client: Client) {
    super({ results: [], wasStopped: false });
    this.#client = client;
    client.on('compare.formats', (progress) => this.#onProgress(progress));
  }

  async start(request: FormatsRequest): Promise<void> {
    const isTalk = request.source.kind === 'talk-2014';
    const before = this.state();
    const startedIso = new Date().toISOString();
    this.set({ activity: { done: 0, isTalk }, results: [], startedIso, wasStopped: false });
    try {
      const { run } = await this.#client.call('compare.formats', request);
      const { activity } = this.state();
      if (activity) this.set({ ...this.state(), activity: { ...activity, run } });
    } catch (thrown) {
      const { activity: _none, ...rest } = before;
      this.set({ ...rest, error: toContractError(thrown) });
    }
  }

  /** Stops the measurement; its results so far are kept. */
  async stop(): Promise<void> {
    const run = this.state().activity?.run;
    if (run === undefined) return;
    try {
      await this.#client.call('compare.stop-formats', { run });
    } catch (thrown) {
      this.set({ ...this.state(), error: toContractError(thrown) });
    }
  }

  /** A run that this window did not start is shown too: after a reload, the host's run continues. */
  #onProgress({ run, state, done, results, note, error }: FormatsProgress): void {
    const { activity, ...rest } = this.state();
    const isOther = activity?.run !== undefined && activity.run !== run;
    if (isOther || (!activity && state !== 'running')) return;
    const known = { ...rest, results: merged(activity ? rest.results : [], results) };
    if (state === 'running') {
      const words = note ?? activity?.note;
      const next = { run, done, isTalk: activity?.isTalk ?? false, ...(words !== undefined && { note: words }) };
      this.set({ ...known, activity: next });
    } else {
      this.set({ ...known, wasStopped: state === 'stopped', ...(error && { error }) });
    }
  }
}

/** Newer results replace older ones of the same format, level and data set. */
function merged(before: readonly FormatResult[], newer: readonly FormatResult[]): readonly FormatResult[] {
  if (newer.length === 0) return before;
  const all = new Map(before.map((result) => [resultKey(result), result]));
  for (const result of newer) all.set(resultKey(result), result);
  return [...all.values()];
}
