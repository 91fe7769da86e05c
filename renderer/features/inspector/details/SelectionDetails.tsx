import type { ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import { useSelection } from '../model/selection.js';
import { NodeDetails } from './NodeDetails.js';
import { WholeFile } from './WholeFile.js';

/** What is said at the right of the Overview: of the selected node, or of the file. */
export function SelectionDetails({ summary }: { readonly summary: ChunkSummary | undefined }) {
  const { trail } = useSelection();
  const node = trail.at(-1);
  return node ? (
    <NodeDetails node={node} section={trail.length > 1 ? trail[0] : undefined} />
  ) : (
    <WholeFile summary={summary} />
  );
}
