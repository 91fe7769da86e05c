import { useMemo } from 'react';
import { readValues, shortValue } from './byte-values.js';
import styles from './details.module.css';

interface Props {
  /** What the numbers are read from; undefined while it is loading. */
  readonly bytes: Uint8Array | undefined;
  /** What the file itself takes them for. */
  readonly type: string | undefined;
}

const nothing = new Uint8Array(0);

/** The first selected bytes as each kind of number, in both byte orders, exact. */
export function ValueTable({ bytes, type }: Props) {
  const values = useMemo(() => readValues(bytes ?? nothing), [bytes]);
  return (
    <table className={styles.values}>
      <thead>
        <tr>
          <th scope="col">Type</th>
          <th scope="col">Little-endian</th>
          <th scope="col">Big-endian</th>
        </tr>
      </thead>
      <tbody>
        {values.map((value) => (
          <tr key={value.type} data-own={value.type === type ? '' : undefined}>
            <th scope="row">{value.type}</th>
            <td title={value.little}>{value.little && shortValue(value.little)}</td>
            <td title={value.big}>{value.big && shortValue(value.big)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
