import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CellDetails } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { IconButton } from '../../../ui/IconButton.js';
import { KeyValueList } from '../../../ui/KeyValueList.js';
import { DetailsFigure } from '../details/DetailsFigure.js';
import styles from './cell-details.module.css';
import { headline } from './number-formats.js';
import { visibleText } from './visible-text.js';

interface Props {
  readonly details: CellDetails;
  /** dtype of the leaf: `float64`. */
  readonly dtype: string;
  readonly onChunk: (chunkIndex: number) => void;
  readonly onBytes: () => void;
  readonly onCopy: (text: string, message: string) => void;
  /** The line chart below. */
  readonly children?: ReactNode;
}

/** One cell: its exact value, its bits, and where it is stored. */
export function CellDetailsView({ details, dtype, onChunk, onBytes, onCopy, children }: Props) {
  const { exact, decimal, hex, bits } = details;
  return (
    <div className={styles.details}>
      <section className={styles.section}>
        <DetailsFigure text={visibleText(headline(exact))} />
        <KeyValueList
          entries={[
            { label: 'Exact', value: visibleText(exact), mono: true },
            ...(decimal === undefined ? [] : [{ label: 'All digits', value: decimal, mono: true }]),
            { label: 'Bytes as stored', value: hex, mono: true },
          ]}
        />
        <div className={styles.actions}>
          <Button size="small" icon={Copy} onClick={() => onCopy(exact, 'Value copied')}>
            Copy value
          </Button>
          <IconButton
            icon={Copy}
            size="small"
            label="Copy the bytes in hex"
            onClick={() => onCopy(hex, 'Bytes copied')}
          />
        </div>
      </section>
      {bits && <BitsSection bits={bits} dtype={dtype} />}
      <PlaceSection details={details} onChunk={onChunk} onBytes={onBytes} />
      {children}
    </div>
  );
}

function BitsSection({ bits, dtype }: { readonly bits: NonNullable<CellDetails['bits']>; readonly dtype: string }) {
  const format = useFormat();
  const sign = bits.sign === '1' ? 'negative' : 'positive';
  return (
    <section className={styles.section}>
      <h3>{dtype} bits</h3>
      <div className={styles.bits}>
        <span title="sign">{bits.sign}</span>
        <span title="exponent" className={styles.exponent}>
          {bits.exponent}
        </span>
        <span title="fraction" className={styles.fraction}>
          {bits.fraction}
        </span>
      </div>
      <KeyValueList
        entries={[
          { label: 'Sign, exponent', value: `${sign}, ${bits.exponentValue}` },
          { label: 'Fraction bits in use', value: `${format.count(bits.fractionBitsUsed)} of ${bits.fraction.length}` },
        ]}
      />
    </section>
  );
}

function PlaceSection({ details, onChunk, onBytes }: Pick<Props, 'details' | 'onChunk' | 'onBytes'>) {
  const format = useFormat();
  const { chunkIndex, byteInChunk, blockIndex, chunkRatio } = details;
  const entries = [
    { label: 'Item', value: format.count(details.elementIndex) },
    { label: 'Byte in the array', value: format.count(details.byteInData) },
    ...(chunkIndex === undefined
      ? []
      : [
          {
            label: 'Chunk',
            value: (
              <>
                <Button kind="link" onClick={() => onChunk(chunkIndex)}>
                  {format.count(chunkIndex)}
                </Button>
                {chunkRatio !== undefined && `, ratio ${format.times(chunkRatio)}`}
              </>
            ),
          },
        ]),
    ...(byteInChunk === undefined ? [] : [{ label: 'Byte in the chunk', value: format.count(byteInChunk) }]),
    ...(blockIndex === undefined ? [] : [{ label: 'Block', value: format.count(blockIndex) }]),
  ];
  return (
    <section className={styles.section}>
      <h3>Where it is</h3>
      <KeyValueList entries={entries} />
      <div className={styles.actions}>
        <Button kind="link" onClick={onBytes}>
          Show in Bytes
        </Button>
      </div>
    </section>
  );
}
