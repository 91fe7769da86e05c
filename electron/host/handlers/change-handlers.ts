import { appendSpec, planAppending } from '../change/append-change.js';
import { convertSpec, planConverting } from '../change/convert-change.js';
import { changeMetadata, planMetadataChange } from '../change/metadata-change.js';
import { planRepairing, repairSpec } from '../change/repair-change.js';
import { documentPath, documentSource } from '../inspection.js';
import type { Handlers } from './handler.js';

type ChangeCalls =
  | 'inspect.verify'
  | 'inspect.plan-metadata'
  | 'inspect.write-metadata'
  | 'inspect.plan-append'
  | 'inspect.append'
  | 'inspect.plan-repair'
  | 'inspect.repair'
  | 'inspect.plan-convert'
  | 'inspect.convert';

/** Calls that read the whole file of a document or change it; the host does this, since the inspector's thread only reads parts. */
export const changeHandlers = {
  'inspect.verify': async (context, { document }) => {
    const source = await documentSource(context, document);
    const spec = { ...source, targetPath: source.sourcePath, trashSource: false, overwrite: false } as const;
    return { batchId: context.queue.add([{ ...spec, action: 'verify', check: 'verify' }]) };
  },
  'inspect.plan-metadata': async (context, { document, json }) =>
    planMetadataChange(await documentPath(context, document), json),
  'inspect.write-metadata': async (context, { document, json }) =>
    changeMetadata(await documentPath(context, document), json),
  'inspect.plan-append': async (context, { document, source }) =>
    planAppending(await documentPath(context, document), context.registry.path(source)),
  'inspect.append': async (context, { document, source }) => ({
    batchId: context.queue.add([
      await appendSpec(await documentPath(context, document), context.registry.path(source)),
    ]),
  }),
  'inspect.plan-repair': async (context, { document, missing }) =>
    planRepairing(await documentPath(context, document), missing),
  'inspect.repair': async (context, { document, missing }) => ({
    batchId: context.queue.add([await repairSpec(await documentPath(context, document), missing)]),
  }),
  'inspect.plan-convert': (context, { document }) => planConverting(context, document),
  'inspect.convert': async (context, { document, to }) => ({
    batchId: context.queue.add([await convertSpec(context, document, to)]),
  }),
} satisfies Handlers<ChangeCalls>;
