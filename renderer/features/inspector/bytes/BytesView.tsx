import { useState } from 'react';
import { useQuery } from '../../../data/use-query.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Skeleton } from '../../../ui/Skeleton.js';
import { hasChunks } from '../model/chunked.js';
import { useDocument } from '../model/document-context.js';
import { useSelection } from '../model/selection.js';
import { HexWorkspace } from './HexWorkspace.js';
import type { BytesMode } from './ModeSwitch.js';
import { PlanesView } from './planes/PlanesView.js';

/** The bytes of the file as they are stored, or those of a block before and after its shuffle. */
export function BytesView() {
  const { overview, version } = useDocument();
  const [mode, setMode] = useState<BytesMode>('hex');
  const key = `${overview.document} ${version}`;
  if (mode === 'planes' && hasChunks(overview)) return <PlanesView key={key} onMode={setMode} />;
  return overview.chunks ? <ArrayBytes onMode={setMode} /> : <FileBytes key={key} onMode={setMode} />;
}

interface Props {
  readonly onMode: (mode: BytesMode) => void;
}

function FileBytes({ onMode }: Props) {
  const { sizeBytes } = useDocument().overview.file;
  if (sizeBytes === 0) return <EmptyState title="The file is empty: it has no bytes to show." />;
  return <HexWorkspace source={{ sizeBytes }} onMode={onMode} />;
}

/** Of an array whose chunks may have files of their own: then the bytes of the selected chunk. */
function ArrayBytes({ onMode }: Props) {
  const { overview, client, version } = useDocument();
  const { document, file } = overview;
  const { chunkIndex } = useSelection().selection;
  const { value, error, retry, isCurrent } = useQuery(
    chunkIndex === undefined ? undefined : `${document} ${version} ${chunkIndex}`,
    () => client.call('inspect.chunk', { document, chunkIndex: chunkIndex ?? 0 }),
  );
  const key = `${document} ${version}`;
  if (chunkIndex !== undefined && error) return <ErrorView error={error} onRetry={retry} />;
  if (chunkIndex !== undefined && (!value || !isCurrent)) return <Skeleton label="Reading the chunk" lines={8} />;
  const row = chunkIndex === undefined ? undefined : value?.row;
  if (row?.file) {
    const source = { sizeBytes: row.storedBytes, chunkIndex: row.chunkIndex, name: row.file.name };
    return <HexWorkspace key={`${key} ${row.chunkIndex}`} source={source} onMode={onMode} />;
  }
  if (!file.isFolder) return <FileBytes key={key} onMode={onMode} />;
  return <EmptyState title={value?.warnings[0] ?? 'Chunks have files of their own: choose one in Chunks.'} />;
}
