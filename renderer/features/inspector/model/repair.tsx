import { createContext, useContext } from 'react';

/** Opens the dialog that repairs the document. */
export const RepairContext = createContext<(() => void) | undefined>(undefined);

/** How to offer a repair; undefined where there is nothing that one could mend. */
export function useRepair(): (() => void) | undefined {
  return useContext(RepairContext);
}
