import { throwIfCancelled } from '../../engine/operation.js';
import { requireInteger } from '../../engine/pack/args.js';
import { machineFacts } from '../codecs/environment.js';
import { contenderFacts, plannedContenders } from './all-contenders.js';
import { type ColdCache, probeColdCache } from './cold-cache.js';
import type { Contender } from './contender.js';
import { KeptSamples } from './kept-samples.js';
import { measureArray } from './measure-array.js';
import { arrayFacts, subjectArray } from './subject-array.js';
import { compareWithTalk2014 } from './talk-2014/comparison.js';
import {
  type ArrayFacts,
  type ContenderFacts,
  type Entry,
  entryName,
  type FormatEnvironment,
  type FormatEvent,
  type FormatPlan,
  type FormatReport,
  type FormatRow,
  type FormatRunLimits,
} from './types.js';

const MAX_REPEATS = 1000;

/** Where and how long to run a plan. */
export interface FormatRun extends FormatRunLimits {
  readonly plan: FormatPlan;
  /** A folder that only this run uses. */
  readonly scratchFolder: string;
}

/**
 * Runs a plan, emits each step, and returns the report. Throws ArgumentError for an invalid plan or file of samples,
 * CancelledError when the signal is aborted between two steps.
 */
export async function measureFormats(
  run: FormatRun,
  onEvent: (event: FormatEvent) => void,
  signal?: AbortSignal,
): Promise<FormatReport> {
  const { plan, samplesFile, withinMs } = run;
  const samples = samplesFile === undefined ? KeptSamples.inMemory() : await KeptSamples.inFile(samplesFile, plan);
  const stop = withinMs === undefined ? undefined : AbortSignal.timeout(withinMs);
  try {
    return await measureWith(samples, run, onEvent, { ...(signal && { signal }), ...(stop && { stop }) });
  } finally {
    await samples.close();
  }
}

async function measureWith(
  samples: KeptSamples,
  { plan, scratchFolder }: FormatRun,
  onEvent: (event: FormatEvent) => void,
  { signal, stop }: { readonly signal?: AbortSignal; readonly stop?: AbortSignal },
): Promise<FormatReport> {
  requireInteger('repeats', plan.repeats, 1, MAX_REPEATS);
  for (const level of plan.levels ?? []) requireInteger('level', level, 1, 9);
  const startedIso = new Date().toISOString();
  const startMs = performance.now();
  const cold = await probeColdCache(scratchFolder);
  const inspected = await inspectAll(plan);
  const steps = countSteps(inspected, plan);
  onEvent({ kind: 'started', contenders: inspected.map(({ facts }) => facts), steps });
  const arrays: ArrayFacts[] = [];
  const rows: FormatRow[] = [];
  let done = 0;
  for (const [arrayIndex, subject] of plan.subjects.entries()) {
    throwIfCancelled(signal);
    const array = await subjectArray(subject);
    const facts = arrayFacts(subject, array);
    arrays.push(facts);
    await measureArray(
      {
        array,
        arrayIndex,
        contenders: inspected.filter(isAvailable).map(({ contender, facts: { levels } }) => ({ contender, levels })),
        settings: { layout: plan.layout, nthreads: plan.nthreads, scratchFolder, ...(signal && { signal }) },
        repeats: plan.repeats,
        cold: cold.available,
        sha256: facts.sha256,
        samples,
        ...(stop && { stop }),
      },
      {
        step: (entry, round) =>
          onEvent({ kind: 'step', done: done++, steps, words: stepWords(facts, entry, round, plan) }),
        row(row) {
          rows.push(row);
          onEvent({ kind: 'row', row, array: facts });
        },
      },
    );
  }
  const report = {
    formatVersion: 1,
    startedIso,
    elapsedMs: performance.now() - startMs,
    environment: environmentOf(cold),
    plan,
    contenders: inspected.map(({ facts }) => facts),
    arrays,
    rows,
  } as const;
  return plan.layout === 'talk-2014' ? { ...report, talk2014: compareWithTalk2014(report) } : report;
}

function stepWords({ name }: ArrayFacts, entry: Entry, round: number, { repeats }: FormatPlan): string {
  return `${name}: ${entryName(entry)}, ${round === 0 ? 'warming up' : `round ${round} of ${repeats}`}`;
}

interface Inspected {
  readonly contender: Contender;
  readonly facts: ContenderFacts;
}

async function inspectAll(plan: FormatPlan): Promise<readonly Inspected[]> {
  const inspected: Inspected[] = [];
  for (const contender of plannedContenders(plan)) {
    inspected.push({ contender, facts: await contenderFacts(contender, plan) });
  }
  return inspected;
}

function isAvailable({ facts }: Inspected): boolean {
  return facts.unavailable === undefined;
}

function countSteps(inspected: readonly Inspected[], plan: FormatPlan): number {
  const entries = inspected.filter(isAvailable).reduce((total, { facts }) => total + facts.levels.length, 0);
  return entries * (plan.repeats + 1) * plan.subjects.length;
}

function environmentOf(cold: ColdCache): FormatEnvironment {
  return {
    ...machineFacts(),
    node: process.version,
    coldReads: cold.words,
  };
}
