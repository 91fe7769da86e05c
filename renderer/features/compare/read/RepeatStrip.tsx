import type { Series } from '../../../../shared/compare/result.js';
import { settingWords } from '../../../../shared/compare/setting.js';
import { mibText } from '../charts/mib.js';
import type { ReadRow } from '../model/read-model.js';
import styles from './result-table.module.css';

/** The spread of the speeds: each repeat a dot, the median a tick, first to third quartile a bar. */
export function RepeatStrip({ row }: { readonly row: ReadRow }) {
  const { result } = row;
  return (
    <div className={styles.strips}>
      <b className="strong">
        {settingWords(result.setting, ['chunkSizeBytes', 'blocksizeBytes', 'typesize', 'threads'])}
      </b>
      <Strip label="Compress" series={result.compress} />
      <Strip label="Decompress" series={result.decompress} />
    </div>
  );
}

const WIDTH_PX = 360;

function Strip({ label, series }: { readonly label: string; readonly series: Series }) {
  const { repeats, median, q1, q3, min, max } = series;
  const low = min - 0.1 * (max - min) - 1;
  const high = max + 0.1 * (max - min) + 1;
  const x = (value: number) => (WIDTH_PX * (value - low)) / (high - low);
  const words = `${label}: median ${mibText(median)} MiB/s, quartiles ${mibText(q1)} to ${mibText(q3)}, ${repeats.length} repeats from ${mibText(min)} to ${mibText(max)}`;
  return (
    <div className={styles.strip}>
      <span className="dim">{label}</span>
      <svg width={WIDTH_PX} height="20" role="img" aria-label={words}>
        <path d={`M0 10H${WIDTH_PX}`} stroke="var(--grid)" />
        <rect x={x(q1)} y="6" width={Math.max(1, x(q3) - x(q1))} height="8" rx="2" fill="var(--axis)" opacity=".45" />
        {repeats.map((value, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: repeats are identified by their order
          <circle key={at} cx={x(value)} cy="10" r="2.5" fill="var(--ink-2)" />
        ))}
        <path d={`M${x(median)} 2v16`} stroke="var(--ink)" strokeWidth="2" />
      </svg>
      <span>
        {mibText(median)} MiB/s{' '}
        <span className="dim">
          ({mibText(min)} to {mibText(max)}, {repeats.length} repeats)
        </span>
      </span>
    </div>
  );
}
