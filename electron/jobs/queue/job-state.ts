import type { JobState } from '../../../shared/contract/jobs.js';

/**
 * The life of a job: waiting, preparing, running, finalising, verifying, publishing, done; paused and back from wherever it
 * can stand still; failed, cancelled and skipped as exits. Pure: what happens lies in the queue, what may happen here.
 */
export type JobEvent =
  | WorkerStep
  | 'pause'
  | 'resume'
  /** The worker made it: the output has its name. */
  | 'finish'
  | 'fail'
  | 'cancel'
  | 'skip'
  /** Back to the beginning: a retry, or a program that ends while the job is under way. */
  | 'requeue'
  /** Of an output that turned out larger than its source only the source is kept. */
  | 'drop-output';

/** What a worker tells as it begins it. */
export type WorkerStep = 'prepare' | 'run' | 'finalise' | 'verify' | 'publish';

/** Where a job stands. A paused one knows where it goes on. */
export type Standing =
  | { readonly state: Exclude<JobState, 'paused'> }
  | { readonly state: 'paused'; readonly heldIn: PausableState };

export type PausableState = 'waiting' | 'preparing' | 'running' | 'finalising' | 'verifying';

export type EndState = 'done' | 'failed' | 'cancelled' | 'skipped';

type PlainState = Exclude<JobState, 'paused'>;
type Moves = Partial<Record<Exclude<JobEvent, 'pause' | 'resume'>, PlainState>>;

const EXITS = { fail: 'failed', cancel: 'cancelled', requeue: 'waiting' } as const satisfies Moves;

/** `finish` from any step: what a worker tells last is true, whatever was lost before. */
const MOVES = {
  waiting: { prepare: 'preparing', cancel: 'cancelled', skip: 'skipped', fail: 'failed' },
  preparing: { ...EXITS, run: 'running', finish: 'done' },
  running: { ...EXITS, finalise: 'finalising', finish: 'done' },
  finalising: { ...EXITS, verify: 'verifying', publish: 'publishing', finish: 'done' },
  verifying: { ...EXITS, publish: 'publishing', finish: 'done' },
  publishing: { ...EXITS, finish: 'done' },
  done: { 'drop-output': 'skipped' },
  failed: { requeue: 'waiting', skip: 'skipped' },
  cancelled: { requeue: 'waiting', skip: 'skipped' },
  skipped: { requeue: 'waiting' },
} as const satisfies Record<PlainState, Moves>;

/** Publishing is one rename: by the time a pause arrived it would be over. */
const PAUSABLE: ReadonlySet<JobState> = new Set<PausableState>([
  'waiting',
  'preparing',
  'running',
  'finalising',
  'verifying',
]);

const ENDED: ReadonlySet<JobState> = new Set<EndState>(['done', 'failed', 'cancelled', 'skipped']);

export function isPausable(state: JobState): state is PausableState {
  return PAUSABLE.has(state);
}

export function isEnded(state: JobState): state is EndState {
  return ENDED.has(state);
}

/** Where a job stands after an event, or undefined where the event cannot be: the caller leaves everything as it is. */
export function after(standing: Standing, event: JobEvent): Standing | undefined {
  if (standing.state === 'paused') return afterPaused(standing.heldIn, event);
  if (event === 'pause') return isPausable(standing.state) ? { state: 'paused', heldIn: standing.state } : undefined;
  return move(standing.state, event);
}

function move(state: PlainState, event: JobEvent): { readonly state: PlainState } | undefined {
  const moves: Readonly<Partial<Record<JobEvent, PlainState>>> = MOVES[state];
  const next = moves[event];
  return next && { state: next };
}

/**
 * A worker sees the pause only between chunks, so a step that it begins meanwhile moves the place where the job is held.
 * Once it is past the last such place the job is no longer paused.
 */
function afterPaused(heldIn: PausableState, event: JobEvent): Standing | undefined {
  if (event === 'pause') return undefined;
  if (event === 'resume') return { state: heldIn };
  const next = move(heldIn, event);
  if (!next || isEnded(next.state) || event === 'requeue') return next;
  return isPausable(next.state) ? { state: 'paused', heldIn: next.state } : next;
}
