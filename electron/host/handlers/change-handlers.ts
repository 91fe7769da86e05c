import { appendSpec, planAppending } from '../change/append-change.js';
import { changeMetadata, planMetadataChange } from '../change/metadata-change.js';
import { planRepairing, repairSpec } from '../change/repair-change.js';
import type { Handlers } from './handler.js';

type ChangeCalls =
  | 'inspect.verify'
  | 'inspect.plan-metadata'
  | 'inspect.write-metadata'
  | 'inspect.plan-append'
  | 'inspect.append'
  | 'inspect.plan-repair'
  | 'inspect.repair';

/** Calls that read the whole file of a document or change it; the host does this, since the inspector's thread only reads parts. */
export const changeHandlers = {
  'inspect.verify': ({ inspection, queue }, { document }) => {
    const path = inspection.pathOf(document);
    const spec = { sourcePath: path, targetPath: path, trashSource: false, overwrite: false } as const;
    return { batchId: queue.add([{ ...spec, action: 'verify', check: 'verify' }]) };
  },
  'inspect.plan-metadata': ({ inspection }, { document, json }) =>
    planMetadataChange(inspection.pathOf(document), json),
  'inspect.write-metadata': ({ inspection }, { document, json }) => changeMetadata(inspection.pathOf(document), json),
  'inspect.plan-append': ({ inspection, registry }, { document, source }) =>
    planAppending(inspection.pathOf(document), registry.path(source)),
  'inspect.append': async ({ inspection, registry, queue }, { document, source }) => ({
    batchId: queue.add([await appendSpec(inspection.pathOf(document), registry.path(source))]),
  }),
  'inspect.plan-repair': ({ inspection }, { document, missing }) => planRepairing(inspection.pathOf(document), missing),
  'inspect.repair': async ({ inspection, queue }, { document, missing }) => ({
    batchId: queue.add([await repairSpec(inspection.pathOf(document), missing)]),
  }),
} satisfies Handlers<ChangeCalls>;
