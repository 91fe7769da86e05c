import type { StructureNode } from '../../../../shared/contract/inspect/structure.js';
import { useQuery } from '../../../data/use-query.js';
import { useFormat } from '../../../format/format-context.js';
import { hexText } from '../../../format/hex.js';
import { Button } from '../../../ui/Button.js';
import { KeyValueList } from '../../../ui/KeyValueList.js';
import { Notice } from '../../../ui/Notice.js';
import { placeWords } from '../bytes/hex/byte-words.js';
import { useDocument } from '../model/document-context.js';
import { useView } from '../model/view.js';
import { groupDigits, nodeName, nodeValue } from '../structure/node-words.js';
import { DetailsFigure } from './DetailsFigure.js';
import { DetailsSlot } from './DetailsSlot.js';
import styles from './details.module.css';

/** Bytes of a field that are shown with it. */
const MAX_SHOWN = 32;

interface Props {
  readonly node: StructureNode;
  /** The top node it belongs to. */
  readonly section: StructureNode | undefined;
}

/** One part of the file: its value, what that means, and where it is stored. */
export function NodeDetails({ node, section }: Props) {
  const format = useFormat();
  const { show } = useView();
  const hex = useHex(node);
  const { explanation, offsetBytes, sizeBytes = 0, type, problem, chunkIndex } = node;
  const value = nodeValue(node);
  const place =
    offsetBytes === undefined
      ? undefined
      : placeWords({ start: offsetBytes, end: offsetBytes + Math.max(1, sizeBytes) });
  return (
    <DetailsSlot title={nodeName(node)} subtitle={section && `in ${nodeName(section)}`}>
      <div className={styles.section}>
        {value !== undefined && <DetailsFigure text={value} />}
        {explanation && <p className="soft">{groupDigits(explanation)}</p>}
        {problem && (
          <Notice tone="bad" title="Damaged">
            {problem}
          </Notice>
        )}
      </div>
      <div className={styles.section}>
        <KeyValueList
          entries={[
            ...(place ? [{ label: 'Bytes', value: place, mono: true }] : []),
            ...(place ? [{ label: 'Size', value: format.bytes(sizeBytes) }] : []),
            ...(type ? [{ label: 'Type', value: type, mono: true }] : []),
            ...(hex ? [{ label: 'Hex', value: hex, mono: true }] : []),
          ]}
        />
        <div className={styles.links}>
          {place && (
            <Button kind="link" onClick={() => show('bytes')}>
              Show in Bytes
            </Button>
          )}
          {chunkIndex !== undefined && (
            <Button kind="link" onClick={() => show('chunks')}>
              Show in Chunks
            </Button>
          )}
        </div>
      </div>
    </DetailsSlot>
  );
}

function useHex({ id, offsetBytes, sizeBytes = 0 }: StructureNode): string | undefined {
  const { overview, client, version } = useDocument();
  const isShort = offsetBytes !== undefined && sizeBytes > 0 && sizeBytes <= MAX_SHOWN;
  const { value, isCurrent } = useQuery(
    isShort ? `${version} ${id}` : undefined,
    async (signal) => {
      const startByte = offsetBytes ?? 0;
      const request = { document: overview.document, startByte, endByte: startByte + sizeBytes };
      const answer = await client.stream('inspect.bytes', request, signal);
      return { text: hexText(await answer.bytes()) };
    },
    { kept: 32 },
  );
  return isShort && isCurrent ? value?.text : undefined;
}
