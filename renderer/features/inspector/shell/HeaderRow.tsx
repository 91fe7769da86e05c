import { ArrowDownToLine, CircleX, Ellipsis, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { FileFacts } from '../../../../shared/contract/files.js';
import { useCommand } from '../../../app/commands/command-context.js';
import { useDocumentStore } from '../../../app/documents/use-documents.js';
import { useSendHome } from '../../../app/drop/arrivals-context.js';
import { saveUrl } from '../../../app/files/save-files.js';
import { useFileChooser } from '../../../app/files/use-file-chooser.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { IconButton } from '../../../ui/IconButton.js';
import { Menu } from '../../../ui/Menu.js';
import type { MenuEntry } from '../../../ui/menu-entry.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
import { useToast } from '../../../ui/Toasts.js';
import { AppendOffer } from '../details/AppendOffer.js';
import { ConvertDialog } from '../details/ConvertDialog.js';
import { useRepair } from '../details/RepairProvider.js';
import { DiffDialog } from '../diff/DiffDialog.js';
import { useDocument } from '../model/document-context.js';
import { useVerification } from '../model/verification.js';
import { Breadcrumb } from './Breadcrumb.js';
import { ExportMenu } from './ExportMenu.js';
import styles from './inspector.module.css';

/** The path of the selection, and the commands of the file. */
export function HeaderRow({ tabKey }: { readonly tabKey: string }) {
  const { overview } = useDocument();
  const sendHome = useSendHome();
  // Of the files on servers, jobs read these.
  const isSource = overview.file.address === undefined || overview.container || overview.kind === 'npy';
  return (
    <div className={styles.headerRow} data-pane="">
      <Breadcrumb />
      <div className={styles.actions}>
        {overview.container && overview.kind !== 'unreadable' && <VerifyButton />}
        {isSource && (
          <Button
            size="small"
            icon={ArrowDownToLine}
            disabled={overview.kind === 'unreadable'}
            onClick={() => sendHome({ ids: [overview.file.id], flipped: false })}
          >
            {overview.container ? 'Decompress…' : 'Compress…'}
          </Button>
        )}
        <ExportMenu />
        <MoreMenu tabKey={tabKey} />
      </div>
    </div>
  );
}

/** Starts the check, and shows its progress while it is running. */
function VerifyButton() {
  const { done, start, stop } = useVerification();
  const format = useFormat();
  useCommand('inspector.verify', start, done === undefined);
  if (done === undefined) {
    return (
      <Button size="small" icon={ShieldCheck} onClick={start}>
        Verify all
      </Button>
    );
  }
  return (
    <span className={styles.verifying}>
      <ProgressBar label="Checking all chunks" fraction={done} />
      <span className="nowrap">{format.percent(done)}</span>
      <IconButton icon={CircleX} label="Stop checking" size="small" onClick={stop} />
    </span>
  );
}

/** Commands that are needed less often. */
function MoreMenu({ tabKey }: { readonly tabKey: string }) {
  const { overview, client } = useDocument();
  const { document, container, array, isReadAs, python, file } = overview;
  const canBeAppended = container !== undefined && file.address === undefined;
  const canBeConverted = file.address === undefined && array !== undefined && !isReadAs;
  const toast = useToast();
  const store = useDocumentStore();
  const repair = useRepair();
  const { choose, dialog } = useFileChooser();
  const [source, setSource] = useState<FileFacts>();
  const [isDiffing, setIsDiffing] = useState(false);
  const [isConverting, setIsConverting] = useState(false);
  const append = async () => {
    const ids = await choose('files');
    const [chosen] = await client.call('files.describe', { ids: ids.slice(0, 1) });
    setSource(chosen);
  };
  const saveStructure = () => saveUrl(client.streamUrl('inspect.export', { document, export: { what: 'structure' } }));
  const copyPython = () =>
    python && void navigator.clipboard.writeText(python).then(() => toast({ text: 'Python copied' }));
  useCommand('inspector.append', () => void append(), canBeAppended);
  useCommand('inspector.convert', () => setIsConverting(true), canBeConverted);
  useCommand('inspector.diff', () => setIsDiffing(true), container !== undefined);
  useCommand('inspector.export-structure', saveStructure);
  const entries: readonly MenuEntry[] = [
    { kind: 'command', label: 'Append a file…', disabled: !canBeAppended, onSelect: () => void append() },
    { kind: 'command', label: 'Convert to…', disabled: !canBeConverted, onSelect: () => setIsConverting(true) },
    { kind: 'command', label: 'Compare with another file…', disabled: !container, onSelect: () => setIsDiffing(true) },
    { kind: 'command', label: 'Repair…', disabled: !repair, onSelect: () => repair?.() },
    { kind: 'command', label: 'Copy as Python', disabled: !python, onSelect: () => void copyPython() },
    { kind: 'separator' },
    {
      kind: 'command',
      label: file.address === undefined ? 'Reload from disk' : 'Reload from the server',
      keys: 'Ctrl+R',
      onSelect: () => void store.reload(tabKey),
    },
    { kind: 'command', label: 'Close', keys: 'Ctrl+W', onSelect: () => store.close(tabKey) },
  ];
  return (
    <>
      <Menu
        align="end"
        entries={entries}
        trigger={<IconButton icon={Ellipsis} label="More on this file" size="small" />}
      />
      {dialog}
      {source && (
        <AppendOffer
          key={source.id}
          tabKey={tabKey}
          overview={overview}
          source={source}
          onClose={() => setSource(undefined)}
        />
      )}
      {isConverting && <ConvertDialog onClose={() => setIsConverting(false)} />}
      {isDiffing && <DiffDialog onClose={() => setIsDiffing(false)} />}
    </>
  );
}
