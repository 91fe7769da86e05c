import { useFormat } from '../../../format/format-context.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import { cellsIn, partOf } from './cell-range.js';
import { type CopyKind, copiedFormat, toPythonList, toTsv } from './copy-text.js';
import type { DataState } from './data-state.js';
import { loadPart, mostCopied, type PartSource } from './load-part.js';
import { addressOf, addressText } from './plane-model.js';

/** Returns a function that copies the selected cells. */
export function useCopyCells(source: PartSource, state: DataState): (kind: CopyKind) => void {
  const toast = useToast();
  const failed = useFailureToast();
  const format = useFormat();
  const part = partOf(state.range);
  const count = format.countOf(cellsIn(part), 'cell');
  const copy = async (kind: CopyKind) => {
    if (kind === 'index') {
      await navigator.clipboard.writeText(
        addressText(addressOf(source.data, source.plane, state.range.active), source.data),
      );
      return toast({ text: 'Index copied' });
    }
    if (cellsIn(part) > mostCopied) {
      return toast({ tone: 'warn', text: `${count} are too many to copy. Export writes them to a file.` });
    }
    const cells = await loadPart(source, part, copiedFormat(kind, state.format));
    const text = kind === 'python' ? toPythonList(cells) : toTsv(cells, kind === 'headers');
    await navigator.clipboard.writeText(text);
    const done = kind === 'python' ? `${count} copied as a Python list` : `${count} copied`;
    if (cells.unreadable === 0) return toast({ text: done });
    const lost = kind === 'python' ? 'None' : 'empty';
    toast({ tone: 'warn', text: `${done}. ${format.count(cells.unreadable)} of them are damaged: they are ${lost}.` });
  };
  return (kind) => {
    copy(kind).catch((thrown) => failed(thrown, 'Nothing was copied'));
  };
}
