import { Upload } from 'lucide-react';
import { saveUrl } from '../../../app/files/save-files.js';
import { Button } from '../../../ui/Button.js';
import { Menu } from '../../../ui/Menu.js';
import type { MenuEntry } from '../../../ui/menu-entry.js';
import { hasChunks } from '../model/chunked.js';
import { useDocument } from '../model/document-context.js';

const arrayKinds = ['npy', 'csv', 'tsv', 'json'] as const;

/** Exports the content of the file in other formats, as streams. */
export function ExportMenu() {
  const { overview, client } = useDocument();
  const { document, array } = overview;
  const save = (what: Parameters<typeof client.streamUrl<'inspect.export'>>[1]['export']) =>
    saveUrl(client.streamUrl('inspect.export', { document, export: what }));
  const entries: readonly MenuEntry[] = [
    ...arrayKinds.map(
      (as): MenuEntry => ({
        kind: 'command',
        label: `Array as ${as.toUpperCase()}`,
        disabled: !array,
        onSelect: () => save({ what: 'array', slice: '...', as }),
      }),
    ),
    { kind: 'separator' },
    {
      kind: 'command',
      label: 'Chunk table as CSV',
      disabled: !hasChunks(overview),
      onSelect: () => save({ what: 'chunk-table', orderBy: 'index', descending: false }),
    },
    { kind: 'command', label: 'Structure as JSON', onSelect: () => save({ what: 'structure' }) },
  ];
  return (
    <Menu
      align="end"
      entries={entries}
      trigger={
        <Button size="small" icon={Upload}>
          Export…
        </Button>
      }
    />
  );
}
