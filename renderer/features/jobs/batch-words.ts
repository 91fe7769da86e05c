import type { GroupName, GroupSums, QueueLayout } from '../../data/queue/queue-layout.js';
import type { QueueSums } from '../../data/queue/queue-sums.js';
import { formatClock } from '../../format/dates.js';
import type { Formats } from '../../format/formats.js';
import { settingsWords } from './job-words.js';

/** The first line of the header strip, from the figure to the smallest print. */
export interface BatchLine {
  readonly figure: string;
  readonly amount: string;
  readonly speed?: string;
  readonly rest?: string;
  /** 0 to 1 */
  readonly fraction: number;
}

/** Whether there is anything left to do. */
export function isBusy({ totals }: QueueSums): boolean {
  return totals.running > 0 || totals.waiting > 0;
}

/** The whole queue in one line: how far it is, or what came of it. */
export function batchLine(sums: QueueSums, { groups }: QueueLayout, format: Formats): BatchLine {
  const { totals, paused } = sums;
  if (!isBusy(sums)) return endLine(groups, format);
  const fraction = totals.sourceBytes > 0 ? totals.doneBytes / totals.sourceBytes : 0;
  const amount = format.sizeOf(totals.doneBytes, totals.sourceBytes);
  const isAtRest = totals.running === 0 && sums.interrupted !== undefined;
  if (isAtRest)
    return { figure: 'Stopped', amount: format.countOf(totals.waiting, 'file left', 'files left'), fraction: 0 };
  const rest = paused
    ? 'paused'
    : totals.remainingMs === undefined
      ? undefined
      : `${format.remaining(totals.remainingMs)} left`;
  return {
    figure: format.percent(fraction),
    amount,
    ...(totals.bytesPerSecond !== undefined && !paused && { speed: format.speed(totals.bytesPerSecond) }),
    ...(rest !== undefined && { rest }),
    fraction,
  };
}

function endLine({ finished, attention }: QueueLayout['groups'], format: Formats): BatchLine {
  return {
    figure: attention.count > 0 ? `${format.count(attention.count)} to look at` : 'Finished',
    amount: sumWords(finished, format),
    fraction: 1,
  };
}

/** The notes under the bar: where from, with what, and what is left out of the sums. */
export function batchNotes({ jobCount, folder, options, uncounted }: QueueLayout, format: Formats): readonly string[] {
  const files = format.countOf(jobCount, 'file');
  const left = format.countOf(uncounted.count, 'cancelled or skipped file is', 'cancelled or skipped files are');
  return [
    folder === undefined ? `${files} from several folders` : `${files} from ${folder}`,
    ...(options ? [settingsWords(options)] : []),
    ...(uncounted.count > 0 ? [`${left} not counted`] : []),
  ];
}

/** `started 13:56:59, running for 5 min 38 s`; nothing when nothing has begun. */
export function startedWords({ totals }: QueueSums, nowMs: number, format: Formats): string {
  if (totals.startedMs === undefined) return '';
  const forMs = Math.max(0, nowMs - totals.startedMs);
  return `started ${formatClock(totals.startedMs, true)}, running for ${format.duration(forMs)}`;
}

/** Count and sum of a group, beside its name. */
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
