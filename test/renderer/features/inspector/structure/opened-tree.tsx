import { DocumentProvider } from '../../../../../renderer/features/inspector/model/document-context.js';
import { SelectionProvider } from '../../../../../renderer/features/inspector/model/selection.js';
import { StructureTree } from '../../../../../renderer/features/inspector/structure/StructureTree.js';
import type { RequestOf } from '../../../../../shared/contract/calls.js';
import type { DocumentOverview } from '../../../../../shared/contract/inspect/document.js';
import type { StructureNode } from '../../../../../shared/contract/inspect/structure.js';
import { TestHost } from '../../../dom/test-host.js';
import { renderInWindow } from '../../../dom/window.js';

type ChildrenRequest = RequestOf<'inspect.children'>;

const header: StructureNode = { id: 'header', name: 'Bloscpack header', region: 'header', childCount: 2 };
const fields = ['magic', 'format_version'].map(
  (name): StructureNode => ({ id: `header/${name}`, name, region: 'header', childCount: 0 }),
);

function children({ node }: ChildrenRequest) {
  const nodes = node === undefined ? [header] : fields;
  return { total: nodes.length, nodes };
}

/** The tree of a file with a header alone, whose nodes are loaded when the test says so. */
export function openTree() {
  const host = new TestHost({ 'inspect.children': children });
  const gate = host.hold('inspect.children');
  const window = renderInWindow(
    <DocumentProvider
      overview={{ document: 'd-1', file: { id: 'f-1', name: 'a.blp' } } as DocumentOverview}
      version={0}
    >
      <SelectionProvider initial={undefined} onSelect={() => {}}>
        <StructureTree filter="" base="hex" isWide={false} onBase={() => {}} />
      </SelectionProvider>
    </DocumentProvider>,
    host,
  );
  return { host, children: gate, ...window };
}

/** Whether a request is for the children of this node; undefined is the top. */
export const nodesOf =
  (id: string | undefined) =>
  ({ node }: ChildrenRequest): boolean =>
    node === id;
