import type { GroupSums, QueueLayout } from '../../data/queue/queue-layout.js';
import type { GroupName } from '../../data/queue/queue-rows.js';
import { isBusy, type QueueSums } from '../../data/queue/queue-sums.js';
import { formatClock } from '../../format/dates.js';
import type { Formats } from '../../format/formats.js';
import { settingsWords } from './job-words.js';

/** The parts of the header's first line, from the largest to the smallest. */
export interface BatchLine {
  readonly figure: string;
  readonly amount: string;
  readonly speed?: string;
  readonly rest?: string;
  /** 0 to 1 */
  readonly fraction: number;
}

/** The progress of the whole queue in one line, or its result. */
export function batchLine(sums: QueueSums, layout: QueueLayout, format: Formats): BatchLine {
  const { totals } = sums;
  if (!isBusy(totals)) return endLine(layout, format);
  const { fraction } = totals;
  const amount = format.sizeOf(totals.doneBytes, totals.sourceBytes);
  const isInterrupted = totals.running + totals.paused === 0 && sums.interrupted !== undefined;
  if (isInterrupted)
    return { figure: 'Stopped', amount: format.countOf(totals.waiting, 'file left', 'files left'), fraction: 0 };
  const isPaused = isAllPaused(sums);
  const rest = isPaused
    ? 'paused'
    : totals.remainingMs === undefined
      ? undefined
      : `${format.remaining(totals.remainingMs)} left`;
  return {
    figure: format.percent(fraction),
    amount,
    ...(totals.bytesPerSecond !== undefined && !isPaused && { speed: format.speed(totals.bytesPerSecond) }),
    ...(rest !== undefined && { rest }),
    fraction,
  };
}

/** Nothing is running, because all jobs or the only ones left are paused. */
export function isAllPaused({ paused, totals }: QueueSums): boolean {
  return paused || (totals.running === 0 && totals.waiting === 0 && totals.paused > 0);
}

/** What was cancelled or skipped is in the notes: the files and the sizes are of the same jobs. */
function endLine({ groups: { finished, attention }, uncounted }: QueueLayout, format: Formats): BatchLine {
  return {
    figure: attention.count > 0 ? `${format.countOf(attention.count, 'needs', 'need')} attention` : 'Finished',
    amount: sumWords({ ...finished, count: finished.count - uncounted.count }, format),
    fraction: 1,
  };
}

/** The notes under the progress bar: folder of the sources, settings, and jobs that do not count in the sums. */
export function batchNotes({ jobCount, folder, options, uncounted }: QueueLayout, format: Formats): readonly string[] {
  const files = format.countOf(jobCount, 'file');
  const left = format.countOf(uncounted.count, 'cancelled or skipped file is', 'cancelled or skipped files are');
  return [
    folder === undefined ? `${files} from several folders` : `${files} from ${folder}`,
    ...(options ? [settingsWords(options)] : []),
    ...(uncounted.count > 0 ? [`${left} not counted`] : []),
  ];
}

/** `started 13:56:59, worked for 5 min 38 s`, without pauses; empty before the first job has started. */
export function startedWords({ totals }: QueueSums, format: Formats): string {
  if (totals.startedMs === undefined) return '';
  return `started ${formatClock(totals.startedMs, true)}, worked for ${format.duration(totals.elapsedMs)}`;
}

/** Count and sizes of a group, shown beside its name. */
export function groupWords(group: GroupName, sums: GroupSums, format: Formats): string {
  if (group === 'finished') return sumWords(sums, format);
  if (group === 'waiting') return `${format.countOf(sums.count, 'file')}, ${format.size(sums.sourceBytes)}`;
  return format.count(sums.count);
}

/** `8 files, 271.3 GiB → 101.0 GiB`. */
export function sumWords({ count, doneSourceBytes, outputBytes }: GroupSums, format: Formats): string {
  const files = format.countOf(count, 'file');
  if (outputBytes === 0) return files;
  return `${files}, ${format.size(doneSourceBytes)} → ${format.size(outputBytes)}`;
}

export const groupTitles = {
  running: 'Running',
  attention: 'Needs attention',
  waiting: 'Waiting',
  finished: 'Finished',
} as const satisfies Record<GroupName, string>;
