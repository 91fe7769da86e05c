import { ChevronDown, ChevronRight } from 'lucide-react';
import type { StructureNode } from '../../../../shared/contract/inspect/structure.js';
import { GridCell } from '../../../ui/GridParts.js';
import { Icon } from '../../../ui/Icon.js';
import { groupDigits, nodeName, nodeValue, offsetText, regionMarks } from './node-words.js';
import styles from './structure.module.css';
import type { TreeRow } from './tree-model.js';

interface Props {
  readonly row: TreeRow | undefined;
  readonly base: 'hex' | 'dec';
  readonly isWide: boolean;
  readonly onToggle: (row: TreeRow) => void;
}

/** A row of the tree. */
export function NodeCells({ row, base, isWide, onToggle }: Props) {
  if (!row?.node) return <GridCell className={styles.loading}>…</GridCell>;
  const { node, level } = row;
  const { colour, isReserve } = regionMarks[node.region];
  // Where there is little room, the note of a section replaces its value.
  const value = level === 1 && node.note && !isWide ? undefined : nodeValue(node);
  const isMarked = level === 1 || /^chunk\/\d+(\/[^/]+)?$/.test(node.id);
  return (
    <div
      role="presentation"
      className={styles.columns}
      data-no-value={value === undefined ? '' : undefined}
      data-chunks={isLong(node) ? '' : undefined}
      title={node.problem ?? node.explanation}
    >
      <GridCell className={styles.name} aria-colindex={1} style={{ '--level': level - 1 }}>
        <Twisty row={row} onToggle={onToggle} />
        {isMarked && (
          <i
            className={styles.mark}
            data-reserve={isReserve ? '' : undefined}
            style={{ '--colour': `var(${colour})` }}
          />
        )}
        <span className="cut">{nodeName(node)}</span>
        {node.note && <span className={styles.note}>{groupDigits(node.note)}</span>}
      </GridCell>
      <GridCell className={styles.value} aria-colindex={2}>
        {value ?? ''}
      </GridCell>
      <GridCell className={styles.offset} aria-colindex={3}>
        {node.offsetBytes === undefined ? '' : offsetText(node.offsetBytes, base)}
      </GridCell>
      {isWide && <WideCells node={node} />}
    </div>
  );
}

/** Chunks of large files, whose numbers need more room than their ratios. */
function isLong(node: StructureNode): boolean {
  return /^chunks?\/[\d-]+$/.test(node.id) && nodeName(node).length > 'Chunk 999'.length;
}

function Twisty({ row, onToggle }: { readonly row: TreeRow } & Pick<Props, 'onToggle'>) {
  if (!row.node || row.node.childCount === 0) return <i className={styles.twisty} />;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.twisty}
      aria-label={row.isOpen ? 'Fold' : 'Unfold'}
      onClick={() => onToggle(row)}
    >
      <Icon of={row.isOpen ? ChevronDown : ChevronRight} size={14} />
    </button>
  );
}

/** The columns of a wide region. */
function WideCells({ node: { sizeBytes, type } }: { readonly node: StructureNode }) {
  return (
    <>
      <GridCell className={styles.number} aria-colindex={4}>
        {sizeBytes === undefined ? '' : groupDigits(String(sizeBytes))}
      </GridCell>
      <GridCell className={styles.offset} aria-colindex={5}>
        {type}
      </GridCell>
    </>
  );
}
