import { type Plan, type PresetName, planPreset } from '../../../shared/compare/plan.js';
import type { CompareResult, Run } from '../../../shared/compare/result.js';
import { settingKey } from '../../../shared/compare/setting.js';
import type { CompareProgress, RunId } from '../../../shared/contract/compare.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import type { Client } from '../../data/client.js';
import { Store } from '../../data/store/store.js';
import { FIRST_GOAL, type GoalChoice } from './goal-choice.js';
import type { Pins } from './pins.js';
import type { Target } from './target.js';

/** A run in progress. */
export interface Activity {
  /** Undefined until the host has returned the id. */
  readonly run?: RunId;
  /** What is measured; the plan can be edited for other data during a run. */
  readonly target?: Target;
  readonly progress?: CompareProgress;
}

export interface CompareState {
  readonly target?: Target;
  readonly plan: Plan;
  readonly goal: GoalChoice;
  readonly isPlanOpen: boolean;
  readonly activity?: Activity;
  /** The shown run: the results so far of the running comparison, or a saved run. */
  readonly run?: Run;
  /** What the shown run measured, to which its settings can be applied; undefined for a run of another session or machine. */
  readonly measured?: Target;
  /** A second run, drawn over the first in the scatter chart. */
  readonly second?: Run;
  readonly pins: Pins;
  readonly error?: ContractError;
}

/** The comparison of this window. It lives as long as the window, because a run continues while another view is shown. */
export class CompareStore extends Store<CompareState> {
  readonly #client: Client;
  #cores = 1;
  #missing: ReadonlySet<string> = new Set();
  /** What the runs of this session measured. */
  readonly #targets = new Map<RunId, Target>();

  constructor(client: Client) {
    super({
      plan: planPreset('quick', 8, 1),
      goal: FIRST_GOAL,
      isPlanOpen: true,
      pins: {},
    });
    this.#client = client;
    client.on('compare.progress', (progress) => void this.#onProgress(progress));
  }

  /** Sets what the machine can measure. Plans of a preset then use all its threads and leave out missing codecs. */
  setMachine(cores: number, missing: readonly string[]): void {
    this.#cores = cores;
    this.#missing = new Set(missing);
    const { preset } = this.state().plan;
    if (preset !== 'custom') this.applyPreset(preset);
  }

  chooseTarget(target: Target): void {
    const { plan } = this.state();
    const next =
      plan.preset === 'custom'
        ? { ...plan, typesizes: target.typesizes, defaultTypesize: target.typesize }
        : this.#planOf(plan.preset, target);
    this.#set({ target, plan: next, isPlanOpen: true });
  }

  applyPreset(preset: PresetName): void {
    const { target, plan } = this.state();
    const { budgetMs } = plan;
    const next = this.#planOf(preset, target ?? { typesize: plan.defaultTypesize, typesizes: plan.typesizes });
    this.#set({ plan: budgetMs === undefined ? next : { ...next, budgetMs } });
  }

  #planOf(preset: PresetName, { typesize, typesizes }: Pick<Target, 'typesize' | 'typesizes'>): Plan {
    const plan = planPreset(preset, typesize, this.#cores, typesizes);
    return { ...plan, codecs: plan.codecs.filter((codec) => !this.#missing.has(codec)) };
  }

  changePlan(changes: Partial<Plan>): void {
    this.#set({ plan: { ...this.state().plan, preset: 'custom', ...changes } });
  }

  /** Undefined: no time limit. */
  setBudget(budgetMs: number | undefined): void {
    const { budgetMs: _old, ...plan } = this.state().plan;
    this.#set({ plan: budgetMs === undefined ? plan : { ...plan, budgetMs } });
  }

  changeGoal(changes: Partial<GoalChoice>): void {
    this.#set({ goal: { ...this.state().goal, ...changes } });
  }

  setPins(pins: Pins): void {
    this.#set({ pins });
  }

  showPlan(isPlanOpen: boolean): void {
    this.#set({ isPlanOpen });
  }

  /** Shows a saved run, or none. */
  show(run: Run | undefined): void {
    const { run: _old, second: _second, measured: _measured, ...rest } = this.state();
    const measured = this.#targets.get(run?.id ?? '');
    this.set({ ...rest, pins: {}, isPlanOpen: run === undefined, ...(run && { run }), ...(measured && { measured }) });
  }

  overlay(run: Run | undefined): void {
    const { second: _old, ...rest } = this.state();
    this.set(run ? { ...rest, second: run } : rest);
  }

  async start(): Promise<void> {
    const { target, plan } = this.state();
    if (!target) return;
    this.#clearError();
    this.#set({ activity: { target }, isPlanOpen: false });
    try {
      const { run } = await this.#client.call('compare.start', { source: target.source, plan: mutable(plan) });
      if (this.state().activity) this.#set({ activity: { ...this.state().activity, run } });
    } catch (thrown) {
      this.#fail(toContractError(thrown));
    }
  }

  async control(what: 'pause' | 'resume' | 'stop' | 'cancel'): Promise<void> {
    const run = this.state().activity?.run;
    if (run === undefined) return;
    try {
      await this.#client.call('compare.control', { run, what });
    } catch (thrown) {
      this.#fail(toContractError(thrown));
    }
  }

  /** Measures settings of the shown run again. */
  async rerun(keys: readonly string[]): Promise<void> {
    const kept = this.state().run?.id;
    if (kept === undefined) return;
    this.#clearError();
    this.#set({ activity: {} });
    try {
      const { run } = await this.#client.call('compare.rerun', { run: kept, keys: [...keys] });
      if (this.state().activity) this.#set({ activity: { ...this.state().activity, run } });
    } catch (thrown) {
      this.#fail(toContractError(thrown));
    }
  }

  async #onProgress(progress: CompareProgress): Promise<void> {
    const { activity } = this.state();
    if (!activity || (activity.run !== undefined && activity.run !== progress.run)) return;
    this.#set({ activity: { ...activity, run: progress.run, progress: { ...activity.progress, ...progress } } });
    this.#addResults(progress);
    switch (progress.state) {
      case 'done':
      case 'stopped':
        return this.#finish(progress.run);
      case 'cancelled':
        return this.#end({ isPlanOpen: true });
      case 'failed':
        return this.#fail(
          progress.error ?? { kind: 'internal', message: 'The comparison failed for an unknown reason.' },
        );
      default:
    }
  }

  /** Adds new results to the shown run; the first ones make a new run, as soon as machine and data are known. */
  #addResults({ run: id, results, data, environment, settings }: CompareProgress): void {
    const { run, plan, activity } = this.state();
    const facts = data ?? activity?.progress?.data;
    const planned = settings ?? activity?.progress?.settings;
    const machine = environment ?? activity?.progress?.environment;
    if (run?.id === id) {
      this.#set({ run: { ...run, results: merged(run.results, results) } });
    } else if (facts && machine && results.length > 0) {
      const startedIso = new Date().toISOString();
      const started = { formatVersion: 1, id, name: facts.name, startedIso, plan, results, notes: [] } as const;
      const known = { data: facts, environment: machine, ...(planned !== undefined && { planned }) };
      const { measured: _old, ...rest } = this.state();
      const target = activity?.target;
      if (target) this.#targets.set(id, target);
      this.set({ ...rest, run: { ...started, ...known }, pins: {}, ...(target && { measured: target }) });
    }
  }

  async #finish(run: RunId): Promise<void> {
    try {
      const whole = await this.#client.call('compare.run', { run });
      this.#end({ run: whole, isPlanOpen: false });
    } catch (thrown) {
      this.#fail(toContractError(thrown));
    }
  }

  #end(changes: Partial<CompareState>): void {
    const { activity: _over, ...rest } = this.state();
    this.set({ ...rest, ...changes });
  }

  #fail(error: ContractError): void {
    this.#end({ error, isPlanOpen: this.state().run === undefined });
  }

  #clearError(): void {
    const { error: _old, ...rest } = this.state();
    this.set(rest);
  }

  #set(changes: Partial<CompareState>): void {
    this.set({ ...this.state(), ...changes });
  }
}

/** Newer results replace older ones of the same setting. */
function merged(before: readonly CompareResult[], newer: readonly CompareResult[]): readonly CompareResult[] {
  const all = new Map(before.map((result) => [settingKey(result.setting), result]));
  for (const result of newer) all.set(settingKey(result.setting), result);
  return [...all.values()];
}

/** A copy of the plan with the type of a request, whose lists are not readonly. */
export function mutable(plan: Plan) {
  return {
    ...plan,
    codecs: [...plan.codecs],
    shuffles: [...plan.shuffles],
    levels: [...plan.levels],
    chunkSizesBytes: [...plan.chunkSizesBytes],
    blocksizesBytes: [...plan.blocksizesBytes],
    typesizes: [...plan.typesizes],
    threads: [...plan.threads],
  };
}
