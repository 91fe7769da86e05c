import type { CheckedChunks, JobView } from '../../../shared/contract/jobs.js';
import { hasBegun, isEnded } from '../../data/queue/queue-layout.js';
import type { Formats } from '../../format/formats.js';
import type { KeyValue } from '../../ui/KeyValueList.js';
import { jobRatio, outputSize, settingsWords } from './job-words.js';

/** The numbers of a job for its panel; unknown ones are left out. */
export function jobNumbers(job: JobView, format: Formats): readonly KeyValue[] {
  const { outputName, outputFolder, options, chunks, remainingMs, checked } = job;
  const ratio = jobRatio(job);
  const pairs: readonly (KeyValue | false)[] = [
    { label: readLabel(job), value: readWords(job, format) },
    outputName !== undefined && { label: 'Written', value: writtenWords(job, format) },
    ratio !== undefined && { label: 'Ratio', value: `${format.times(ratio)}, ${shareWords(ratio)}` },
    job.elapsedMs > 0 && { label: 'Time', value: timeWords(job, format) },
    remainingMs !== undefined && { label: 'Step ends in', value: format.remaining(remainingMs) },
    options !== undefined && { label: 'Settings', value: settingsWords(options) },
    chunks !== undefined && { label: 'Chunks', value: format.count(chunks) },
    checked !== undefined && { label: 'Found', value: foundWords(checked, format) },
    outputName !== undefined && {
      label: job.state === 'done' ? 'Output' : 'Writes to',
      value: outputName,
      mono: true,
    },
    outputFolder !== undefined && { label: 'In folder', value: outputFolder, mono: true },
  ];
  return pairs.filter((pair) => pair !== false);
}

/** `2,288 intact, 1 wrong checksum`: counts of zero are left out. */
function foundWords({ match, mismatch, unreadable }: CheckedChunks, format: Formats): string {
  const parts = [
    `${format.count(match)} intact`,
    mismatch > 0 && format.countOf(mismatch, 'wrong checksum'),
    unreadable > 0 && `${format.count(unreadable)} unreadable`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Nothing is known to be read of a job that has not begun, or that an earlier run of the program did not finish. */
function readLabel({ state, doneBytes }: JobView): string {
  if (state === 'verifying') return 'Compared';
  return doneBytes > 0 || state === 'running' ? 'Read' : 'Source';
}

function readWords(job: JobView, format: Formats): string {
  const { state, doneBytes, sourceBytes } = job;
  const isPart = state !== 'done' && (doneBytes > 0 || hasBegun(job));
  return isPart ? format.sizeOf(doneBytes, sourceBytes) : format.size(sourceBytes);
}

function writtenWords(job: JobView, format: Formats): string {
  const { outputBytes } = job;
  const expected = outputSize(job);
  if (job.state === 'done') return `${format.size(outputBytes ?? 0)} (${format.bytes(outputBytes ?? 0)})`;
  if (!outputBytes || isEnded(job)) return 'nothing';
  const soFar = format.size(outputBytes);
  return expected?.isEstimate ? `${soFar}, about ${format.size(expected.sizeBytes)} at the end` : soFar;
}

function timeWords({ elapsedMs, bytesPerSecond, state }: JobView, format: Formats): string {
  const time = format.duration(elapsedMs);
  return state === 'done' && bytesPerSecond !== undefined
    ? `${time}, ${format.speed(bytesPerSecond)} on average`
    : time;
}

/** `37.6 % of original` */
function shareWords(ratio: number): string {
  return `${(100 / ratio).toFixed(1)} % of original`;
}
