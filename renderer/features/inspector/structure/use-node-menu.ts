import { hexText } from '../../../format/hex.js';
import type { MenuEntry } from '../../../ui/menu-entry.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import { useDocument } from '../model/document-context.js';
import { useOpenMember } from '../model/open-member.js';
import { selectionOf, useSelection } from '../model/selection.js';
import { useView } from '../model/view.js';
import { nodeName } from './node-words.js';
import { subtreeJson } from './subtree-json.js';
import type { TreeRow } from './tree-model.js';

/** More bytes than this cannot be copied. */
const MAX_COPIED = 65_536;

/** The commands for the node of a row. */
export function useNodeMenu(row: TreeRow | undefined): readonly MenuEntry[] {
  const { overview, client } = useDocument();
  const { select } = useSelection();
  const { show } = useView();
  const toast = useToast();
  const failed = useFailureToast();
  const openMember = useOpenMember();
  const node = row?.node;
  const { offsetBytes, sizeBytes = 0, value, member } = node ?? {};
  const copy = (text: string, what: string) =>
    void navigator.clipboard.writeText(text).then(
      () => toast({ text: `${what} copied` }),
      () => toast({ tone: 'bad', text: 'The clipboard cannot be written to: the browser does not allow it.' }),
    );
  const copyBytes = async () => {
    const startByte = offsetBytes ?? 0;
    const request = { document: overview.document, startByte, endByte: startByte + sizeBytes };
    const answer = await client.stream('inspect.bytes', request);
    copy(hexText(await answer.bytes()), 'Bytes');
  };
  const copySubtree = async () => {
    if (!node) return;
    const json = await subtreeJson(client, overview.document, node);
    if (json !== undefined) copy(json, 'Subtree');
    else toast({ tone: 'info', text: 'These are too many nodes to copy: export the structure as JSON instead.' });
  };
  const reportFailure = (work: Promise<void>) => void work.catch(failed);
  const showIn = (view: 'bytes' | 'data') => {
    if (node) select(selectionOf(node), 'tree', row.trail);
    show(view);
  };
  const command = (label: string, disabled: boolean, onSelect: () => void): MenuEntry => ({
    kind: 'command',
    label,
    disabled,
    onSelect,
  });
  const hasPlace = offsetBytes !== undefined;
  return [
    ...(member === undefined ? [] : [command('Open this array', false, () => openMember(member))]),
    command('Copy value', value === undefined, () => copy(value ?? '', 'Value')),
    command('Copy path', !node, () => copy((row?.trail ?? []).map(nodeName).join(' > '), 'Path')),
    command('Copy offset', !hasPlace, () => copy(String(offsetBytes), 'Offset')),
    command('Copy bytes', !hasPlace || sizeBytes === 0 || sizeBytes > MAX_COPIED, () => reportFailure(copyBytes())),
    command('Copy subtree as JSON', !node || node.childCount === 0, () => reportFailure(copySubtree())),
    { kind: 'separator' },
    command('Show in Bytes', !hasPlace, () => showIn('bytes')),
    command('Show in Data', node?.chunkIndex === undefined || !overview.array, () => showIn('data')),
  ];
}
