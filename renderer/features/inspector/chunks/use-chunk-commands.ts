import { Binary, Copy, FileDown, Grid2x2, Package, ScanSearch, ShieldCheck } from 'lucide-react';
import { useCallback } from 'react';
import type { ChunkRow } from '../../../../shared/contract/inspect/chunks.js';
import { saveUrl } from '../../../app/files/save-files.js';
import { formatCount } from '../../../format/counts.js';
import type { MenuEntry } from '../../../ui/menu-entry.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import { useView } from '../model/view.js';
import { verdictOf } from './chunk-words.js';

type Row = Pick<ChunkRow, 'chunkIndex' | 'offsetBytes' | 'file'>;

/** The commands for a chunk, as entries of its menus. Without `onCompare` its command is disabled. */
export function useChunkCommands(onCompare: ((chunkIndex: number) => void) | undefined) {
  const { overview, client } = useDocument();
  const { document } = overview;
  const isContainer = overview.container !== undefined;
  const { select } = useSelection();
  const { show } = useView();
  const toast = useToast();
  const failed = useFailureToast();
  return useCallback(
    ({ chunkIndex, offsetBytes, file }: Row): readonly MenuEntry[] => {
      const save = (as: 'plain' | 'stored') =>
        saveUrl(client.streamUrl('inspect.export', { document, export: { what: 'chunk', chunkIndex, as } }));
      const showIn = (view: 'data' | 'bytes') => {
        select({ chunkIndex }, 'table');
        show(view);
      };
      const copyOffset = () =>
        navigator.clipboard.writeText(String(file?.startByte ?? offsetBytes)).then(
          () => toast({ text: `Offset ${formatCount(file?.startByte ?? offsetBytes)} copied` }),
          () => toast({ tone: 'bad', text: 'The clipboard cannot be written to: the browser does not allow it.' }),
        );
      const verify = () =>
        client.call('inspect.chunk', { document, chunkIndex }).then((details) => toast(verdictOf(details)), failed);
      return [
        { kind: 'command', label: 'Decompress chunk to file', icon: FileDown, onSelect: () => save('plain') },
        { kind: 'command', label: 'Save chunk as it is stored', icon: Package, onSelect: () => save('stored') },
        ...(isContainer
          ? [{ kind: 'command', label: 'Verify chunk', icon: ShieldCheck, onSelect: () => void verify() } as const]
          : []),
        {
          kind: 'command',
          label: 'Compare codecs on this chunk…',
          icon: ScanSearch,
          disabled: onCompare === undefined || !isContainer,
          onSelect: () => onCompare?.(chunkIndex),
        },
        { kind: 'separator' },
        { kind: 'command', label: 'Copy offset', icon: Copy, onSelect: () => void copyOffset() },
        { kind: 'separator' },
        { kind: 'command', label: 'Show in Data', icon: Grid2x2, onSelect: () => showIn('data') },
        { kind: 'command', label: 'Show in Bytes', icon: Binary, onSelect: () => showIn('bytes') },
      ];
    },
    [client, document, isContainer, select, show, toast, failed, onCompare],
  );
}
