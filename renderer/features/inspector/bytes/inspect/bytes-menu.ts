import { useCallback } from 'react';
import { useFormat } from '../../../../format/format-context.js';
import { hexOffset } from '../../../../format/hex.js';
import type { MenuEntry } from '../../../../ui/menu-entry.js';
import { useFailureToast, useToast } from '../../../../ui/Toasts.js';
import { useDocument } from '../../model/document-context.js';
import { useSelection } from '../../model/selection.js';
import { useView } from '../../model/view.js';
import type { ByteRange } from '../hex/folds.js';
import { type CopyFormName, copyForms, mostCopiedBytes } from './copy-forms.js';

/** Returns a function that copies the selected bytes as text. */
export function useCopyBytes({ start, end }: ByteRange): (form: CopyFormName) => void {
  const { client, overview } = useDocument();
  const { document } = overview;
  const toast = useToast();
  const failed = useFailureToast();
  const format = useFormat();
  return useCallback(
    (form) => {
      const count = format.countOf(end - start, 'byte');
      if (end - start > mostCopiedBytes) {
        const most = format.size(mostCopiedBytes);
        return toast({ tone: 'warn', text: `${count} are too many to copy: at most ${most} at once.` });
      }
      client
        .stream('inspect.bytes', { document, startByte: start, endByte: end })
        .then((answer) => answer.bytes())
        .then((bytes) => navigator.clipboard.writeText(copyForms[form].print(bytes)))
        .then(() => toast({ text: `${count} copied as ${copyForms[form].label}` }))
        .catch((thrown) => failed(thrown, 'Nothing was copied'));
    },
    [client, document, start, end, toast, failed, format],
  );
}

interface Options {
  readonly range: ByteRange;
  readonly copy: (form: CopyFormName) => void;
  readonly selectField: () => void;
}

/** The commands for the selected bytes. */
export function useBytesMenu({ range, copy, selectField }: Options): readonly MenuEntry[] {
  const { selection } = useSelection();
  const { show } = useView();
  // The keys of the table are the forms.
  const forms = Object.keys(copyForms) as CopyFormName[];
  return [
    ...forms.map(
      (form): MenuEntry => ({
        kind: 'command',
        label: `Copy as ${copyForms[form].label}`,
        onSelect: () => copy(form),
        ...(form === 'hex' && { keys: 'Ctrl+C' }),
      }),
    ),
    {
      kind: 'command',
      label: 'Copy offset',
      onSelect: () => void navigator.clipboard.writeText(hexOffset(range.start)),
    },
    { kind: 'separator' },
    { kind: 'command', label: 'Select the whole field', keys: 'Enter', onSelect: selectField },
    {
      kind: 'command',
      label: 'Show in Chunks',
      onSelect: () => show('chunks'),
      disabled: selection.chunkIndex === undefined,
    },
  ];
}
