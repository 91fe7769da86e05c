import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { StructureNode } from '../../../../shared/contract/inspect/structure.js';
import {
  type CompleteSelection,
  completeSelection,
  type Selection,
  seedOf,
} from '../../../app/documents/complete-selection.js';
import { useDocument } from './document-context.js';

export type { Selection } from '../../../app/documents/complete-selection.js';

/** The view in which something was selected. */
export type SelectionSource = 'tree' | 'map' | 'table' | 'bytes' | 'data' | 'details';

interface SelectionAccess {
  readonly selection: Selection;
  /** From the top of the structure to what is selected; empty while it is loading. */
  readonly trail: readonly StructureNode[];
  /** The view that selected. */
  readonly from: SelectionSource | undefined;
  /** Replaces the selection and completes it by calls to the host, unless another follows. A trail that is given is not loaded. */
  readonly select: (change: Selection, from: SelectionSource, trail?: readonly StructureNode[]) => void;
}

const SelectionContext = createContext<SelectionAccess>({ selection: {}, trail: [], from: undefined, select() {} });

/** The one selection of the document, which all its views share. */
export function useSelection(): SelectionAccess {
  return useContext(SelectionContext);
}

interface Props {
  readonly initial: CompleteSelection | undefined;
  readonly onSelect: (complete: CompleteSelection) => void;
  readonly children: ReactNode;
}

const nothing: CompleteSelection = { selection: {}, trail: [] };

/** Once a document tab, inside DocumentProvider. */
export function SelectionProvider({ initial = nothing, onSelect, children }: Props) {
  const { overview, client, version } = useDocument();
  const [complete, setComplete] = useState(initial);
  const [from, setFrom] = useState<SelectionSource>();
  const selectCount = useRef(0);
  const { document } = overview;
  const select = useCallback(
    (change: Selection, source: SelectionSource, known: readonly StructureNode[] = []) => {
      selectCount.current += 1;
      const own = selectCount.current;
      setFrom(source);
      setComplete({ selection: change, trail: known });
      completeSelection(client, document, change).then(
        ({ selection, trail }) => {
          const found = { selection, trail: known.length > 0 ? known : trail };
          if (own !== selectCount.current) return;
          setComplete(found);
          onSelect(found);
        },
        // The selection stays incomplete where the file is damaged; the views say what is wrong with it.
        () => own === selectCount.current && onSelect({ selection: change, trail: known }),
      );
    },
    [client, document, onSelect],
  );
  const lastVersion = useRef(version);
  const selectAgain = useEffectEvent(async () => {
    selectCount.current += 1;
    const own = selectCount.current;
    const found = await completeSelection(client, document, seedOf(complete.selection)).catch(() => nothing);
    if (own !== selectCount.current) return;
    setComplete(found);
    onSelect(found);
  });
  // In another version of the file the same chunk may be stored elsewhere, or be missing.
  useEffect(() => {
    if (lastVersion.current === version) return;
    lastVersion.current = version;
    void selectAgain();
  }, [version]);
  const access = useMemo(() => ({ ...complete, from, select }), [complete, from, select]);
  return <SelectionContext value={access}>{children}</SelectionContext>;
}

/** A node of the structure as a selection: its bytes, and its chunk and block where it is of one. */
export function selectionOf({ id, offsetBytes, sizeBytes, chunkIndex, blockIndex }: StructureNode): Selection {
  return {
    node: id,
    ...(offsetBytes !== undefined && { bytes: { start: offsetBytes, end: offsetBytes + (sizeBytes ?? 1) } }),
    ...(chunkIndex !== undefined && { chunkIndex }),
    ...(blockIndex !== undefined && { blockIndex }),
  };
}
