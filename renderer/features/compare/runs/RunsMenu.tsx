import { useRef, useState } from 'react';
import type { RunId, RunSummary } from '../../../../shared/contract/compare.js';
import { useCompare, useCompareStore } from '../../../app/comparison/use-compare.js';
import { saveUrl } from '../../../app/files/save-files.js';
import { useClient, useEvent } from '../../../data/client-context.js';
import { useCall } from '../../../data/use-query.js';
import { formatWhen } from '../../../format/dates.js';
import { AlertDialog } from '../../../ui/AlertDialog.js';
import { Button } from '../../../ui/Button.js';
import { Dialog } from '../../../ui/Dialog.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Menu } from '../../../ui/Menu.js';
import { Cell, HeadCell, Row, Table } from '../../../ui/Table.js';
import { TextField } from '../../../ui/TextField.js';
import { useFailureToast } from '../../../ui/Toasts.js';
import { useReadModel } from '../model/use-read-model.js';
import styles from './runs.module.css';
import { useImportRun } from './use-compare-drop.js';

/** Opens the saved runs, and exports the shown run. */
export function RunsMenu() {
  const client = useClient();
  const { activity, second } = useCompare();
  const store = useCompareStore();
  const model = useReadModel();
  const [open, setOpen] = useState(false);
  const save = (as: 'csv' | 'json' | 'html' | 'markdown', extension: string) => {
    if (!model) return;
    const goal = as === 'html' || as === 'markdown' ? { goal: model.goal } : {};
    saveUrl(client.streamUrl('compare.export', { run: model.run.id, as, ...goal }), `${model.run.name}.${extension}`);
  };
  const disabled = !model || activity !== undefined;
  return (
    <span className={styles.bar}>
      {second && (
        <span className={styles.overlay}>
          Overlay: {second.name} ({second.environment.host})
          <Button size="small" onClick={() => store.overlay(undefined)}>
            Remove
          </Button>
        </span>
      )}
      <Button size="small" onClick={() => setOpen(true)}>
        Saved runs…
      </Button>
      <Menu
        align="end"
        trigger={
          <Button size="small" disabled={disabled}>
            Export
          </Button>
        }
        entries={[
          { kind: 'command', label: 'Results as CSV', keys: 'Ctrl+E', onSelect: () => save('csv', 'csv') },
          { kind: 'command', label: 'Run as JSON', onSelect: () => save('json', 'json') },
          { kind: 'command', label: 'Report as HTML', onSelect: () => save('html', 'html') },
          { kind: 'command', label: 'Summary as Markdown', onSelect: () => save('markdown', 'md') },
        ]}
      />
      {open && <RunsDialog onClose={() => setOpen(false)} />}
    </span>
  );
}

function RunsDialog({ onClose }: { readonly onClose: () => void }) {
  const { value: runs, error, refresh, retry } = useCall('compare.runs');
  useEvent('compare.runs-changed', refresh);
  return (
    <Dialog open onClose={onClose} title="Saved runs" width="large" footer={<ImportButton />}>
      {error && <ErrorView error={error} onRetry={retry} />}
      {runs?.length === 0 && <EmptyState title="No run was saved yet." />}
      {runs && runs.length > 0 && (
        <Table>
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Data</HeadCell>
              <HeadCell>Measured</HeadCell>
              <HeadCell>Machine</HeadCell>
              <HeadCell numeric>Settings</HeadCell>
              <HeadCell>
                <span className="unseen">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} onClose={onClose} />
            ))}
          </tbody>
        </Table>
      )}
    </Dialog>
  );
}

function RunRow({ run, onClose }: { readonly run: RunSummary; readonly onClose: () => void }) {
  const client = useClient();
  const store = useCompareStore();
  const failed = useFailureToast();
  const [name, setName] = useState(run.name);
  const [isDeleting, setDeleting] = useState(false);
  const report = (work: Promise<unknown>) => void work.catch(failed);
  const take = async (id: RunId, how: 'show' | 'overlay') => {
    store[how](await client.call('compare.run', { run: id }));
    onClose();
  };
  const rename = () => {
    if (name.trim() && name !== run.name) report(client.call('compare.rename', { run: run.id, name: name.trim() }));
  };
  return (
    <Row>
      <Cell>
        <TextField
          aria-label={`Name of ${run.name}`}
          className={styles.name}
          size="small"
          value={name}
          onChange={setName}
          onBlur={rename}
        />
      </Cell>
      <Cell>{run.data.name}</Cell>
      <Cell>{formatWhen(Date.parse(run.startedIso), Date.now())}</Cell>
      <Cell>{run.isForeign ? `${run.host}, another machine` : run.host}</Cell>
      <Cell numeric>{run.settings}</Cell>
      <Cell>
        <span className={styles.actions}>
          <Button size="small" onClick={() => report(take(run.id, 'show'))}>
            Open
          </Button>
          <Button size="small" disabled={!store.state().run} onClick={() => report(take(run.id, 'overlay'))}>
            Overlay
          </Button>
          <Button size="small" kind="danger" onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </span>
        <AlertDialog
          open={isDeleting}
          title={`Delete ${run.name}?`}
          description="Its measurements are lost, unless they were exported."
          confirmLabel="Delete"
          cancelLabel="Keep it"
          destructive
          onConfirm={() => report(client.call('compare.remove', { run: run.id }))}
          onCancel={() => setDeleting(false)}
        />
      </Cell>
    </Row>
  );
}

function ImportButton() {
  const input = useRef<HTMLInputElement>(null);
  const importRun = useImportRun();
  const failed = useFailureToast();
  const take = (file: File | undefined) => {
    if (file) importRun(file).catch(failed);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => take(event.target.files?.[0])}
      />
      <Button onClick={() => input.current?.click()}>Import a run…</Button>
    </>
  );
}
