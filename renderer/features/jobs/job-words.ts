import { Ban, Clock, type LucideIcon, PackageCheck, Pause, Play, ScanSearch, SkipForward } from 'lucide-react';
import type { CompressOptions } from '../../../shared/contract/intake.js';
import type { JobAction, JobState, JobStep, JobView } from '../../../shared/contract/jobs.js';
import type { Arrival } from '../../app/drop/arrivals-context.js';
import { sameOptions } from '../../app/intake/intake-options.js';
import { isEnded } from '../../data/queue/queue-layout.js';
import { errorSentences } from '../../format/error-text.js';
import type { Formats } from '../../format/formats.js';
import { optionWords } from '../../format/option-words.js';
import { type Tone, toneIcons } from '../../ui/tone.js';

/** How a job's state is shown, not by colour alone. */
export interface StateLabel {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

const stateLabels = {
  waiting: { word: 'Waiting', tone: 'plain', icon: Clock },
  preparing: { word: 'Preparing', tone: 'info', icon: Play },
  running: { word: 'Running', tone: 'info', icon: Play },
  paused: { word: 'Paused', tone: 'plain', icon: Pause },
  finalising: { word: 'Finishing', tone: 'info', icon: PackageCheck },
  verifying: { word: 'Verifying', tone: 'info', icon: ScanSearch },
  publishing: { word: 'Finishing', tone: 'info', icon: PackageCheck },
  done: { word: 'Done', tone: 'ok', icon: toneIcons.ok },
  failed: { word: 'Failed', tone: 'bad', icon: toneIcons.bad },
  cancelled: { word: 'Cancelled', tone: 'plain', icon: Ban },
  skipped: { word: 'Skipped', tone: 'plain', icon: SkipForward },
} as const satisfies Record<JobState, StateLabel>;

/** A job's state as icon and word; `Verified` only for outputs that were checked. */
export function stateLabel(job: JobView): StateLabel {
  if (job.grew) return { word: 'Grew', tone: 'warn', icon: toneIcons.warn };
  if (isCancelling(job)) return { word: 'Cancelling', tone: 'plain', icon: Ban };
  if (job.state === 'done' && job.check !== 'none') return { word: 'Verified', tone: 'ok', icon: toneIcons.ok };
  return stateLabels[job.state];
}

/** The job was cancelled and its worker has not stopped yet. */
export function isCancelling(job: JobView): boolean {
  return job.note === 'Cancelling' && !isEnded(job);
}

/** Progress of the present step, 0 to 1; undefined for steps that are not counted in bytes. */
export function stepFraction({ state, doneBytes, sourceBytes }: JobView): number | undefined {
  if (state !== 'running' && state !== 'verifying' && state !== 'paused') return undefined;
  return sourceBytes > 0 ? doneBytes / sourceBytes : undefined;
}

/** Bytes of the output; while the job runs, an estimate from the part that is done. */
export interface OutputSize {
  readonly sizeBytes: number;
  readonly isEstimate: boolean;
}

/** Undefined before the first output bytes, and for jobs without an output. */
export function outputSize(job: JobView): OutputSize | undefined {
  const { action, state, outputBytes, doneBytes, sourceBytes, plainTotalBytes } = job;
  if (!outputBytes || state === 'failed' || state === 'cancelled') return undefined;
  if (state !== 'running' && state !== 'paused') return { sizeBytes: outputBytes, isEstimate: false };
  // A container says how much it holds.
  if (action === 'decompress' && plainTotalBytes) return { sizeBytes: plainTotalBytes, isEstimate: false };
  if (doneBytes <= 0) return undefined;
  return { sizeBytes: Math.round(outputBytes * (sourceBytes / doneBytes)), isEstimate: doneBytes < sourceBytes };
}

/** The action of a job, for its row and its panel. */
export const actionWords = {
  compress: 'compress',
  decompress: 'decompress',
  verify: 'verify',
  append: 'append',
  repair: 'repair',
  convert: 'convert',
} as const satisfies Record<JobAction, string>;

/**
 * Where a job reads and writes, for its row: `→ a.npy.blp in ~/data`, `~/data → a.npy.blp in ~/out`. A narrow row keeps the end, the
 * folder, which tells files of the same name apart.
 */
export function placeWords({ source, outputName, outputFolder }: JobView): string {
  if (outputName === undefined) return source.folder;
  const output = `→ ${outputName} in ${outputFolder}`;
  return outputFolder === source.folder ? output : `${source.folder} ${output}`;
}

/** Both paths in full. */
export function fileTitle({ source, outputName, outputFolder }: JobView): string {
  const from = `${source.folder}/${source.name}`;
  return outputName === undefined ? from : `${from} → ${outputFolder}/${outputName}`;
}

/** Whether a job compresses or decompresses: then it has a ratio and can be run again with other settings. */
export function packsOrUnpacks({ action }: JobView): boolean {
  return action === 'compress' || action === 'decompress';
}

/**
 * Uncompressed bytes divided by stored bytes, as the Inspector gives it, of the whole output; of the part that is done while the
 * job runs. Undefined before the first bytes, and for jobs that do not compress or decompress.
 */
export function jobRatio(job: JobView): number | undefined {
  const { action, state, sourceBytes, doneBytes, outputBytes, plainBytes, plainTotalBytes } = job;
  if (!packsOrUnpacks(job) || state === 'failed' || state === 'cancelled') return undefined;
  const isPart = state === 'running' || state === 'paused';
  const plain = isPart ? plainBytes : (plainTotalBytes ?? plainBytes);
  const stored = action === 'compress' ? outputBytes : isPart ? doneBytes : sourceBytes;
  return plain && stored ? plain / stored : undefined;
}

/** Why a job needs attention, in a sentence or two. */
export function attentionReason(job: JobView, format: Formats): string {
  if (job.error) return errorSentences(job.error);
  const moreBytes = (job.outputBytes ?? job.sourceBytes) - job.sourceBytes;
  // An empty file has no share of itself to grow by.
  const share = job.sourceBytes > 0 ? ` (${((moreBytes / job.sourceBytes) * 100).toFixed(2)} %)` : '';
  const grown = `${format.size(job.sourceBytes)} became ${format.bytes(moreBytes)} larger${share}.`;
  return [grown, job.note ?? 'These settings do not make it smaller.'].join(' ');
}

/** The compression settings of a job in one line. */
export function settingsWords(options: CompressOptions): string {
  return [options.codec, ...optionWords(options)].join(' · ');
}

/** The text in the Progress column of a job that is not running. */
export function progressNote({ state, note }: JobView, isNext: boolean): string {
  return note ?? (state === 'waiting' && isNext ? 'next' : '');
}

const workWords = {
  compress: 'Compressing',
  decompress: 'Decompressing',
  verify: 'Checking every chunk: checksum, header, contents',
  append: 'Appending',
  repair: 'Recovering every intact chunk',
  convert: 'Converting: chunks are moved where both formats allow it',
} as const satisfies Record<JobAction, string>;

/** Whether jobs with this action have the step. */
export function hasStep(name: JobStep['name'], { action }: JobView): boolean {
  if (action === 'verify') return name === 'preparing' || name === 'working';
  return name !== 'publishing' || (action !== 'append' && action !== 'repair');
}

/** The text of a step in the list of steps. */
export function stepWords(name: JobStep['name'], { action, check }: JobView): string {
  switch (name) {
    case 'preparing':
      return 'Preparing';
    case 'working':
      return workWords[action];
    case 'finalising':
      return action === 'decompress' || action === 'convert' ? 'Finalising: flush' : 'Finalising: offsets, flush';
    case 'verifying':
      return check === 'compare' ? 'Verifying: full compare with the source' : 'Verifying: checksums, every chunk';
    case 'publishing':
      return 'Renaming the partial file to the name of the output';
  }
}

/** The sources of the jobs for another run, with the options of the jobs where all have the same. */
export function againArrival(jobs: readonly JobView[]): Arrival {
  const [first] = jobs;
  const options = first?.options;
  const areAlike = jobs.every((job) => options && job.options && sameOptions(job.options, options));
  return {
    ids: jobs.map(({ source }) => source.id),
    flipped: false,
    edits: { again: true, ...(areAlike && options && { options }), ...(first && { check: first.check }) },
  };
}
