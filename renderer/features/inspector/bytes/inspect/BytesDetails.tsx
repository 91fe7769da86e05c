import { memo, useMemo } from 'react';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import { useFormat } from '../../../../format/format-context.js';
import { hexPairs } from '../../../../format/hex.js';
import { Button } from '../../../../ui/Button.js';
import { KeyValueList } from '../../../../ui/KeyValueList.js';
import { Notice } from '../../../../ui/Notice.js';
import { DetailsFigure } from '../../details/DetailsFigure.js';
import { DetailsSlot } from '../../details/DetailsSlot.js';
import { useSelection } from '../../model/selection.js';
import { groupDigits, nodeValue } from '../../structure/node-words.js';
import { placeWords } from '../hex/byte-words.js';
import type { Field } from '../hex/field-spans.js';
import type { ByteRange } from '../hex/folds.js';
import type { MinimapScale } from '../minimap/minimap-scale.js';
import { groupedValue, needsTwoLines, type ReadValue, readValues } from './byte-values.js';
import { type CopyFormName, copyForms } from './copy-forms.js';
import styles from './details.module.css';
import { meaningOf } from './meaning.js';
import { RegionTable } from './RegionTable.js';

interface Props {
  readonly range: ByteRange;
  /** The field of the active byte. */
  readonly field: Field | undefined;
  /** The first bytes of the selection and what follows; undefined while they are loading. */
  readonly first: Uint8Array | undefined;
  readonly sections: readonly StructureNode[];
  readonly fileBytes: number;
  readonly copy: (form: CopyFormName) => void;
  readonly scale: MinimapScale;
  readonly onScale: (scale: MinimapScale) => void;
}

// The keys of the table are the forms.
const forms = Object.keys(copyForms) as CopyFormName[];

/** The right region: what the selected bytes mean, as which numbers they can be read, and how to copy them. */
export const BytesDetails = memo(function BytesDetails(props: Props) {
  const { range, field, first, sections, fileBytes, copy, scale, onScale } = props;
  const format = useFormat();
  const { trail } = useSelection();
  const { node, title, subtitle } = meaningOf(range, trail, field);
  const count = range.end - range.start;
  const type = node?.type;
  return (
    <DetailsSlot title={title} {...(subtitle && { subtitle })}>
      <section className={styles.section}>
        {node?.value && <DetailsFigure text={nodeValue(node) ?? ''} />}
        {node?.explanation && <p className="soft">{groupDigits(node.explanation)}</p>}
        {node?.problem && (
          <Notice tone="bad" title="Damaged">
            {node.problem}
          </Notice>
        )}
        <KeyValueList
          entries={[
            {
              label: 'Bytes',
              value: `${placeWords(range)}, ${format.bytes(count)}${type ? `, ${typeWords(type)}` : ''}`,
            },
            { label: 'Hex', value: first ? hexWords(first, count) : '…', mono: true },
          ]}
        />
      </section>
      <section className={styles.section}>
        <h3>Selected bytes as</h3>
        <ValueTable bytes={first} type={node && isWhole(node, range) ? type : undefined} />
      </section>
      <section className={styles.section}>
        <h3>Copy {format.countOf(count, 'byte')} as</h3>
        <div className={styles.copies}>
          {forms.map((form) => (
            <Button key={form} size="small" onClick={() => copy(form)}>
              {copyForms[form].label}
            </Button>
          ))}
        </div>
      </section>
      <RegionTable sections={sections} fileBytes={fileBytes} scale={scale} onScale={onScale} />
    </DetailsSlot>
  );
});

/** Bytes of the selection that are shown in hex. */
const maxHex = 32;

function hexWords(first: Uint8Array, count: number): string {
  const shown = Math.min(count, maxHex, first.byteLength);
  const pairs = Array.from(first.subarray(0, shown), (value) => hexPairs[value]).join(' ');
  return count > shown ? `${pairs} …` : pairs;
}

/** Bloscpack and Blosc write all their numbers with the lowest byte first. */
function typeWords(type: string): string {
  return /^[iuf](16|32|64)$/.test(type) ? `${type} little-endian` : type;
}

function isWhole({ offsetBytes, sizeBytes = 0 }: StructureNode, { start, end }: ByteRange): boolean {
  return offsetBytes === start && offsetBytes + sizeBytes === end;
}

interface ValueProps {
  /** The bytes that the numbers are read from; undefined while they are loading. */
  readonly bytes: Uint8Array | undefined;
  /** The type of the field in the format. */
  readonly type: string | undefined;
}

const nothing = new Uint8Array(0);

/** The first selected bytes as each kind of number, in both byte orders, exact. */
function ValueTable({ bytes, type }: ValueProps) {
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
          <ValueRows key={value.type} value={value} isOwn={value.type === type} />
        ))}
      </tbody>
    </table>
  );
}

/** One kind of number: both byte orders on one line, or on two where that is too short. */
function ValueRows({ value, isOwn }: { readonly value: ReadValue; readonly isOwn: boolean }) {
  const { type, little, big } = value;
  const own = isOwn ? '' : undefined;
  if (!needsTwoLines(value)) {
    return (
      <tr data-own={own}>
        <th scope="row">{type}</th>
        <td>{little && groupedValue(little)}</td>
        <td>{big && groupedValue(big)}</td>
      </tr>
    );
  }
  return (
    <>
      <tr data-own={own}>
        <th scope="row" rowSpan={2}>
          {type}
        </th>
        <td colSpan={2}>
          <span className={styles.order}>little</span> {little && groupedValue(little)}
        </td>
      </tr>
      <tr>
        <td colSpan={2}>
          <span className={styles.order}>big</span> {big && groupedValue(big)}
        </td>
      </tr>
    </>
  );
}
