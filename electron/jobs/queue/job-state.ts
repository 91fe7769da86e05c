import type { JobState } from '../../../shared/contract/jobs.js';

/**
 * The states of a job: waiting, preparing, running, finalising, verifying, publishing, done; paused and resumed in most of
 * them; failed, cancelled and skipped as exits. Pure: this file says which changes are allowed, the queue makes them.
 */
export type JobEvent =
  | WorkerStep
  | 'pause'
  | 'resume'
  /** The worker succeeded: the output has its final name. */
  | 'finish'
  | 'fail'
  | 'cancel'
  | 'skip'
  /** Back to waiting: a retry, or a program that ends while the job runs. */
  | 'requeue'
  /** The output was larger than its source and was deleted. */
  | 'drop-output'
  /** It is back. */
  | 'restore-output';

/** The steps that a worker reports when it starts them. */
export type WorkerStep = 'prepare' | 'run' | 'finalise' | 'verify' | 'publish';

/** A job's state; when paused, also the state in which it will resume. */
export type Standing =
  | { readonly state: Exclude<JobState, 'paused'> }
  | { readonly state: 'paused'; readonly heldIn: PausableState };

export type PausableState = 'waiting' | 'preparing' | 'running' | 'finalising' | 'verifying';

export type EndState = 'done' | 'failed' | 'cancelled' | 'skipped';

type PlainState = Exclude<JobState, 'paused'>;
type Moves = Partial<Record<Exclude<JobEvent, 'pause' | 'resume'>, PlainState>>;

const EXITS = { fail: 'failed', cancel: 'cancelled', requeue: 'waiting' } as const satisfies Moves;

/** `finish` is allowed in any step: a worker's last report is right even if earlier reports were lost. */
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
  skipped: { requeue: 'waiting', 'restore-output': 'done' },
} as const satisfies Record<PlainState, Moves>;

/** Publishing is a single rename, too short to pause. */
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

/** The state after an event; undefined if the event is not allowed, and then the caller changes nothing. */
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
 * A worker pauses only between chunks, so it may start a further step first, which then becomes the step to resume in.
 * After the last pausable step the job is no longer paused.
 */
function afterPaused(heldIn: PausableState, event: JobEvent): Standing | undefined {
  if (event === 'pause') return undefined;
  if (event === 'resume') return { state: heldIn };
  const next = move(heldIn, event);
  if (!next || isEnded(next.state) || event === 'requeue') return next;
  return isPausable(next.state) ? { state: 'paused', heldIn: next.state } : next;
}
