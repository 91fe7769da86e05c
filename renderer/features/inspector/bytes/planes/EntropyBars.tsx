import type { BytePlanes } from '../../../../../shared/contract/inspect/chunks.js';
import { formatDecimals } from '../../../../format/counts.js';
import styles from './planes.module.css';

interface Props {
  readonly planes: BytePlanes;
}

/** With more bits the bars could not be distinguished. */
const maxBits = 256;

/** The entropy of each byte and each bit of an item: low values are what a shuffle makes use of. */
export function EntropyBars({ planes }: Props) {
  const { planeEntropies, plainEntropy, bitEntropies } = planes;
  return (
    <div className={styles.entropies}>
      <section>
        <h3>
          Entropy of each byte of an item <span className="dim">bits a byte, 0 to 8</span>
        </h3>
        <ul className={styles.bars} aria-label="Entropy of each byte of an item">
          {planeEntropies.map((entropy, byte) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: planes are identified by their place
            <Bar key={byte} label={`byte ${byte}`} bits={entropy} />
          ))}
          <Bar label="all bytes" bits={plainEntropy} isWhole />
        </ul>
      </section>
      {bitEntropies.length <= maxBits && (
        <section>
          <h3>
            Entropy of each bit of an item <span className="dim">0 to 1, lowest bit of each byte first</span>
          </h3>
          <div
            className={styles.bits}
            role="img"
            aria-label={`Entropy of each bit: ${bitEntropies.map((bits) => formatDecimals(bits, 2)).join(', ')}`}
          >
            {bitEntropies.map((bits, bit) => (
              <i
                // biome-ignore lint/suspicious/noArrayIndexKey: planes are identified by their place
                key={bit}
                title={`byte ${bit >> 3}, bit ${bit & 7}: ${formatDecimals(bits, 2)}`}
                data-first={bit > 0 && bit % 8 === 0 ? '' : undefined}
              >
                <b style={{ height: `${bits * 100}%` }} />
              </i>
            ))}
          </div>
        </section>
      )}
    </div>
  );
}

interface BarProps {
  readonly label: string;
  readonly bits: number;
  readonly isWhole?: boolean;
}

function Bar({ label, bits, isWhole = false }: BarProps) {
  return (
    <li data-whole={isWhole ? '' : undefined}>
      <span className="soft nowrap">{label}</span>
      <span className={styles.bar}>
        <i style={{ width: `${(bits / 8) * 100}%` }} />
      </span>
      <span>{formatDecimals(bits, 2)}</span>
    </li>
  );
}
