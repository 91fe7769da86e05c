import { Ellipsis } from 'lucide-react';
import { memo } from 'react';
import { useCompareRequest } from '../../app/comparison/use-compare.js';
import { useInspect } from '../../app/documents/use-documents.js';
import { type IntakeRow, kindOf, problemOf, remedyOf, workActionsOf } from '../../app/intake/intake-row.js';
import { kindIcons } from '../../app/intake/kind-icons.js';
import { useIntakeStore } from '../../app/intake/use-intake.js';
import { useClient } from '../../data/client-context.js';
import { useAppInfo } from '../../data/use-app-info.js';
import { useFormat } from '../../format/format-context.js';
import { Icon } from '../../ui/Icon.js';
import { IconButton } from '../../ui/IconButton.js';
import { Menu } from '../../ui/Menu.js';
import { MessageText } from '../../ui/MessageText.js';
import type { MenuEntry } from '../../ui/menu-entry.js';
import { SegmentedControl } from '../../ui/SegmentedControl.js';
import { SizeText } from '../../ui/SizeText.js';
import { useToast } from '../../ui/Toasts.js';
import styles from './intake-item.module.css';
import { MemberTicks } from './MemberTicks.js';
import { kindWords } from './model.js';
import { RawReadings } from './RawReadings.js';
import { usePlannedFile } from './use-batch-plan.js';

interface Props {
  readonly row: IntakeRow;
  readonly onImport: (row: IntakeRow) => void;
}

/** One file: its type, its action, and what depends on them. */
export const IntakeItemRow = memo(function IntakeItemRow({ row, onImport }: Props) {
  const { facts, probe, raw } = row;
  const isBroken = problemOf(row) !== undefined;
  const { outputs, leftOut } = usePlannedFile(row.id);
  const isLeftOut = leftOut !== undefined && outputs.length === 0 && !isBroken;
  return (
    <div className={styles.item} data-broken={isBroken ? '' : undefined} data-left-out={isLeftOut ? '' : undefined}>
      <div className={styles.main}>
        <Icon of={kindIcons[kindOf(row)]} size={20} />
        <div className="cut">
          <div className={styles.name} title={facts.name}>
            {facts.name}
          </div>
          <div className="micro cut">
            <span className={styles.narrowOnly}>
              <KindWordsText row={row} /> ·{' '}
            </span>
            {isLeftOut ? <span title={leftOut}>Left out: {leftOut}</span> : facts.folder}
          </div>
        </div>
        <KindText row={row} />
        <div className={styles.size}>{facts.isFolder ? 'folder' : <SizeText sizeBytes={facts.sizeBytes} />}</div>
        <ActionControl row={row} />
        <RowMenu row={row} onImport={onImport} />
      </div>
      {isBroken && <ProblemLine row={row} onImport={onImport} />}
      {facts.members && <MemberTicks row={row} members={facts.members} />}
      {facts.kind === 'raw' && (probe || raw) && <RawReadings row={row} onImport={onImport} />}
    </div>
  );
});

function KindText({ row }: { readonly row: IntakeRow }) {
  const { head, rest } = kindWords(row, useFormat());
  return (
    <div className={styles.kind} title={[head, ...rest].join(', ')}>
      <b>{head}</b>
      {rest.map((word) => (
        <span key={word}>{word}</span>
      ))}
    </div>
  );
}

/** Replaces the column of the type in narrow windows. */
function KindWordsText({ row }: { readonly row: IntakeRow }) {
  const { head, rest } = kindWords(row, useFormat());
  return [head, ...rest].join(' ');
}

function ActionControl({ row }: { readonly row: IntakeRow }) {
  const store = useIntakeStore();
  const possible = row.raw ? ['compress'] : workActionsOf(row.facts);
  return (
    <SegmentedControl
      label={`Action for ${row.facts.name}`}
      value={row.action}
      stretch
      disabled={possible.length === 0}
      onChange={(action) => store.change(row.id, { action })}
      segments={[
        { value: 'compress', label: 'Compress', disabled: !possible.includes('compress') },
        { value: 'decompress', label: 'Decompress', disabled: !possible.includes('decompress') },
      ]}
    />
  );
}

function RowMenu({ row, onImport }: Props) {
  const { id, facts } = row;
  const client = useClient();
  const store = useIntakeStore();
  const toast = useToast();
  const inspect = useInspect();
  const compare = useCompareRequest();
  const isDesktop = useAppInfo()?.host === 'electron';
  const remove = () => toast({ text: `${facts.name} was removed from the list.`, undo: store.remove(id) });
  const entries: readonly MenuEntry[] = [
    { kind: 'command', label: 'Inspect', onSelect: () => inspect(id, facts.name) },
    {
      kind: 'command',
      label: 'Compare codecs…',
      disabled: !facts.actions.includes('compare'),
      onSelect: () => compare({ id, ...(row.probe && { typesize: row.probe.best }) }),
    },
    {
      kind: 'command',
      label: 'Import as an array…',
      disabled: !canImport(row),
      onSelect: () => onImport(row),
    },
    {
      kind: 'command',
      label: 'Show in folder',
      disabled: !isDesktop,
      onSelect: () => void client.call('files.reveal', { id }),
    },
    { kind: 'command', label: 'Copy name', onSelect: () => void navigator.clipboard.writeText(facts.name) },
    { kind: 'separator' },
    { kind: 'command', label: 'Remove from the list', onSelect: remove },
  ];
  return (
    <Menu
      align="end"
      entries={entries}
      trigger={<IconButton icon={Ellipsis} label={`More about ${facts.name}`} size="small" />}
    />
  );
}

/** Raw bytes, and damaged arrays, which can be imported as raw bytes too. */
function canImport({ facts: { kind, sizeBytes } }: IntakeRow): boolean {
  return sizeBytes > 0 && (kind === 'raw' || kind === 'unreadable');
}

function ProblemLine({ row, onImport }: Props) {
  return (
    <p className={styles.problem}>
      <span className={styles.problemText} title={problemOf(row)}>
        {problemOf(row)}{' '}
        <span className="soft">
          <MessageText text={remedyOf(row) ?? ''} />
        </span>
      </span>
      {canImport(row) && (
        <button type="button" onClick={() => onImport(row)}>
          Import as raw…
        </button>
      )}
    </p>
  );
}
