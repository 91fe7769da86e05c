import { useState } from 'react';
import { EmptyState } from '../../../ui/EmptyState.js';
import { useDocument } from '../model/document-context.js';
import { HexWorkspace } from './HexWorkspace.js';
import type { BytesMode } from './ModeSwitch.js';
import { PlanesView } from './planes/PlanesView.js';

/** The bytes of the file as they are stored, or those of a block before and after its shuffle. */
export function BytesView() {
  const { overview, version } = useDocument();
  const [mode, setMode] = useState<BytesMode>('hex');
  const key = `${overview.document} ${version}`;
  if (overview.file.sizeBytes === 0) return <EmptyState title="The file is empty: it has no bytes to show." />;
  return mode === 'planes' && overview.container ? (
    <PlanesView key={key} onMode={setMode} />
  ) : (
    <HexWorkspace key={key} onMode={setMode} />
  );
}
