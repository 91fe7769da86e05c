import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { RepairDialog } from '../../../app/jobs/RepairDialog.js';
import { useChunkSummary } from '../chunks/use-chunk-summary.js';
import { useDocument } from '../model/document-context.js';

/** Makes the repair of a damaged container available to every view. Once a document tab. */
export function RepairProvider({ children }: { readonly children: ReactNode }) {
  const { overview } = useDocument();
  if (!overview.container || overview.file.address !== undefined)
    return <RepairContext value={undefined}>{children}</RepairContext>;
  return <ContainerRepair>{children}</ContainerRepair>;
}

function ContainerRepair({ children }: { readonly children: ReactNode }) {
  const { overview } = useDocument();
  const { document, file } = overview;
  const { summary } = useChunkSummary();
  const [isOpen, setIsOpen] = useState(false);
  const open = useCallback(() => setIsOpen(true), []);
  const badChunks = summary ? summary.checked.mismatch + summary.checked.unreadable : 0;
  const isDamaged =
    badChunks > 0 ||
    overview.container?.state === 'aborted' ||
    overview.problems.some(({ severity, repairable }) => severity === 'damage' && repairable);
  return (
    <RepairContext value={isDamaged ? open : undefined}>
      {children}
      {isOpen && <RepairDialog document={document} fileName={file.name} onClose={() => setIsOpen(false)} />}
    </RepairContext>
  );
}

/** Opens the dialog that repairs the document. */
const RepairContext = createContext<(() => void) | undefined>(undefined);

/** Opens the dialog that repairs the document; undefined when nothing can be repaired. */
export function useRepair(): (() => void) | undefined {
  return useContext(RepairContext);
}
