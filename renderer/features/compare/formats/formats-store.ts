import type { FormatResult, FormatsProgress, FormatsRequest, RunId } from '../../../../shared/contract/compare.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import type { Client } from '../../../data/client.js';
import { Store } from '../../../data/store/store.js';
import { resultKey } from './formats-model.js';

/** A measurement of formats that is under way. */
export interface FormatsActivity {
  /** Undefined until the host has given it a name. */
  readonly run?: RunId;
  /** 0 to 1. */
  readonly done: number;
  readonly note?: string;
  readonly isTalk: boolean;
}

export interface FormatsState {
  readonly activity?: FormatsActivity;
  /** Of the last measurement, or of the running one as far as it is. */
  readonly results: readonly FormatResult[];
  readonly startedIso?: string;
  readonly wasStopped: boolean;
  readonly error?: ContractError;
}

/** The measurement of formats of this window. It outlives the page. */
export class FormatsStore extends Store<FormatsState> {
  readonly #client: Client;

  constructor(client: Client) {
    super({ results: [], wasStopped: false });
    this.#client = client;
    client.on('compare.formats', (progress) => this.#take(progress));
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

  /** What was measured until then stays. */
  async stop(): Promise<void> {
    const run = this.state().activity?.run;
    if (run === undefined) return;
    try {
      await this.#client.call('compare.stop-formats', { run });
    } catch (thrown) {
      this.set({ ...this.state(), error: toContractError(thrown) });
    }
  }

  /** A run that this window did not start, which is told after a reload, is taken as its own. */
  #take({ run, state, done, results, note, error }: FormatsProgress): void {
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

/** Newer results take the place of older ones of the same entry on the same data. */
function merged(before: readonly FormatResult[], newer: readonly FormatResult[]): readonly FormatResult[] {
  if (newer.length === 0) return before;
  const all = new Map(before.map((result) => [resultKey(result), result]));
  for (const result of newer) all.set(resultKey(result), result);
  return [...all.values()];
}
