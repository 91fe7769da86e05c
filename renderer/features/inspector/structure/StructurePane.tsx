import { ListFilter, PanelLeft } from 'lucide-react';
import { useRef, useState } from 'react';
import { useCommand } from '../../../app/commands/command-context.js';
import { IconButton } from '../../../ui/IconButton.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { TextField } from '../../../ui/TextField.js';
import { hasChunks } from '../model/chunked.js';
import { useDocument } from '../model/document-context.js';
import { StructureTree } from './StructureTree.js';
import styles from './structure.module.css';

interface Props {
  /** There is room for all columns. */
  readonly isWide: boolean;
  readonly onCollapse: () => void;
}

/** The left region: the file as a tree, and a filter for its chunks. */
export function StructurePane({ isWide, onCollapse }: Props) {
  const { overview } = useDocument();
  const [filter, setFilter] = useState('');
  const [base, setBase] = useState<'hex' | 'dec'>('hex');
  const head = useRef<HTMLElement>(null);
  useCommand('inspector.find', () => head.current?.querySelector('input')?.focus());
  return (
    <>
      <header ref={head} className={styles.head}>
        <h2>Structure</h2>
        {hasChunks(overview) && (
          <TextField
            size="small"
            type="search"
            icon={ListFilter}
            aria-label="Filter the chunks"
            placeholder="Filter: ratio < 1.2"
            title="Text, or a comparison: ratio < 1.2, flags has memcpy, size > 1 MiB, index >= 400"
            value={filter}
            onChange={setFilter}
          />
        )}
        {isWide && (
          <SegmentedControl
            label="Offsets as"
            size="small"
            value={base}
            onChange={setBase}
            segments={[
              { value: 'hex', label: 'Hex' },
              { value: 'dec', label: 'Dec' },
            ]}
          />
        )}
        <IconButton icon={PanelLeft} label="Collapse structure" size="small" onClick={onCollapse} />
      </header>
      <StructureTree
        filter={filter.trim()}
        base={base}
        isWide={isWide}
        onBase={() => setBase(base === 'hex' ? 'dec' : 'hex')}
      />
    </>
  );
}
