import { formatPercent } from '../format/ratios.js';

/** `34 % · t2m_daily.npy — Bloscpack Studio`: progress while jobs run, then what is looked at. */
export function documentTitle(subject: string, fraction: number | undefined): string {
  const progress = fraction === undefined ? '' : `${formatPercent(fraction)} · `;
  return `${progress}${subject} — Bloscpack Studio`;
}
