import { useCommand } from '../../../app/commands/command-context.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import { useView } from '../model/view.js';

/** The commands that hold in every view of a document. */
export function useViewKeys(): void {
  const { show } = useView();
  const { overview } = useDocument();
  const { selection, select } = useSelection();
  const count = overview.container?.nchunks;
  const step = (by: number) => {
    const next = selection.chunkIndex === undefined ? 0 : selection.chunkIndex + by;
    if (next >= 0 && (count === undefined || next < count)) select({ chunkIndex: next }, 'details');
  };
  useCommand('inspector.overview', () => show('overview'));
  useCommand('inspector.data', () => show('data'));
  useCommand('inspector.chunks', () => show('chunks'));
  useCommand('inspector.bytes', () => show('bytes'));
  useCommand('inspector.next-chunk', () => step(1), overview.container !== undefined);
  useCommand('inspector.previous-chunk', () => step(-1), overview.container !== undefined);
}
