import type { JobDetails, JobView } from '../../../shared/contract/jobs.js';
import { hasBegun } from '../../data/queue/queue-layout.js';
import { useFormat } from '../../format/format-context.js';
import { Sparkline } from '../../ui/Sparkline.js';
import styles from './job-panel.module.css';
import { jobRatio } from './job-words.js';

interface Props extends Pick<JobDetails, 'ratios' | 'speeds'> {
  readonly job: JobView;
}

/** Ratio and speed along the file as small charts. Renders nothing before there are two points. */
export function JobSeries({ job, ratios, speeds }: Props) {
  const format = useFormat();
  if (ratios.length < 2 && speeds.length < 2) return null;
  const ratio = jobRatio(job);
  return (
    <section className={`${styles.section} ${styles.series}`}>
      {ratios.length > 1 && (
        <Series
          title="Ratio per chunk"
          values={ratios}
          print={format.times}
          now={ratio === undefined ? '' : format.times(ratio)}
        />
      )}
      {speeds.length > 1 && (
        <Series
          title={hasBegun(job) ? 'Speed now' : 'Speed'}
          values={speeds}
          print={format.speed}
          now={job.bytesPerSecond === undefined ? '' : format.speed(job.bytesPerSecond)}
        />
      )}
    </section>
  );
}

interface SeriesProps {
  readonly title: string;
  readonly values: readonly number[];
  readonly print: (value: number) => string;
  /** The present value, printed. */
  readonly now: string;
}

function Series({ title, values, print, now }: SeriesProps) {
  const lowest = print(values.reduce((least, value) => Math.min(least, value)));
  const highest = print(values.reduce((most, value) => Math.max(most, value)));
  return (
    <div>
      <div className={styles.seriesHead}>
        <span>{title}</span>
        <b>{now}</b>
      </div>
      <Sparkline label={`${title}, ${lowest} to ${highest}`} values={values} height={36} />
      <div className={styles.seriesHead}>
        <span>lowest {lowest}</span>
        <span>highest {highest}</span>
      </div>
    </div>
  );
}
