import type { DocumentOverview, RegionSum } from '../../../../shared/contract/inspect/document.js';
import { useFormat } from '../../../format/format-context.js';
import { regionMarks } from '../structure/node-words.js';
import styles from './overview.module.css';
import { payloadRatioWords, shareText } from './overview-words.js';

/** The bytes of the file by kind: all of them, then all but the payload enlarged. */
export function ByteBar({ overview }: { readonly overview: DocumentOverview }) {
  const format = useFormat();
  const regions = (overview.container?.regions ?? []).filter(({ sizeBytes }) => sizeBytes > 0);
  const payload = regions.find(({ region }) => region === 'payload')?.sizeBytes ?? 0;
  const others = regions.filter(({ region }) => region !== 'payload');
  const rest = others.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const whole = payload + rest;
  const own = payloadRatioWords(overview, payload, format);
  if (whole === 0) return null;
  return (
    <section className={styles.block}>
      <h2>
        Where the bytes are{' '}
        <span>
          payload {format.bytes(payload)}, {shareText(payload, whole)}
          {own && ` (${own} on its own)`}; the other {format.bytes(rest)} enlarged
        </span>
      </h2>
      <div className={styles.stack} aria-hidden="true">
        <i style={{ '--colour': 'var(--rg-payload)', flexGrow: payload }} />
        <i data-rest="" style={{ '--colour': 'var(--ink)', flexGrow: rest }} />
      </div>
      <svg className={styles.zoom} viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
        <path d={`M${Math.min(99.6, (payload / whole) * 100)} 0 0 14H100V0z`} />
      </svg>
      <div className={styles.stack} aria-hidden="true">
        {others.map(({ region, sizeBytes }) => (
          <i
            key={region}
            data-reserve={regionMarks[region].isReserve ? '' : undefined}
            style={{ '--colour': `var(${regionMarks[region].colour})`, flexGrow: sizeBytes }}
          />
        ))}
      </div>
      <ul className={styles.parts} aria-label="Bytes by kind">
        {others.map((sum) => (
          <Part key={sum.region} sum={sum} rest={rest} />
        ))}
      </ul>
    </section>
  );
}

function Part({ sum: { region, sizeBytes, basis }, rest }: { readonly sum: RegionSum; readonly rest: number }) {
  const format = useFormat();
  const { name, colour, isReserve } = regionMarks[region];
  return (
    <li title={basis === 'derived' ? 'Worked out from counts and sizes; no chunk was read for it.' : undefined}>
      <i data-reserve={isReserve ? '' : undefined} style={{ '--colour': `var(${colour})` }} />
      <span>{name}</span>
      <span>
        {format.bytes(sizeBytes)} <span className="dim">{shareText(sizeBytes, rest)}</span>
      </span>
    </li>
  );
}
