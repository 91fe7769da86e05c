import { BytesView } from '../../../../../renderer/features/inspector/bytes/BytesView.js';
import { pageBytes } from '../../../../../renderer/features/inspector/bytes/hex/byte-pages.js';
import { DocumentProvider } from '../../../../../renderer/features/inspector/model/document-context.js';
import type { DocumentOverview } from '../../../../../shared/contract/inspect/document.js';
import type { StreamRequest } from '../../../../../shared/contract/streams.js';
import { TestHost } from '../../../dom/test-host.js';
import { renderInWindow } from '../../../dom/window.js';

const fileBytes = 1_000_000;
const overview = {
  document: 'd-1',
  kind: 'raw',
  file: { id: 'f-1', name: 'run.raw', folder: '~', sizeBytes: fileBytes, modifiedMs: 0 },
  isReadAs: false,
  problems: [],
} as const satisfies DocumentOverview;

/** The Bytes view of a file of 1,000,000 bytes, each the number of its row, whose pages are loaded when the test says so. */
export function openBytes() {
  const host = new TestHost(
    { 'inspect.children': () => ({ total: 0, nodes: [] }) },
    {
      'inspect.bytes': ({ startByte, endByte }: StreamRequest<'inspect.bytes'>) =>
        Uint8Array.from({ length: endByte - startByte }, (_, at) => ((startByte + at) >> 4) & 255),
    },
  );
  const pages = host.hold('inspect.bytes');
  const window = renderInWindow(
    <DocumentProvider overview={overview} version={0}>
      <BytesView />
    </DocumentProvider>,
    host,
  );
  return { host, pages, ...window };
}

/** Whether a request is for the nth page of the file. */
export const page =
  (at: number) =>
  ({ startByte }: StreamRequest<'inspect.bytes'>): boolean =>
    startByte === at * pageBytes;
