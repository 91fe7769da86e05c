import type { FolderListing } from '../../../shared/contract/files.js';
import { refusal } from '../../../shared/errors/contract-error.js';
import { mapConcurrently } from '../concurrency.js';
import { describeFiles } from '../describe/describe-file.js';
import { shownAddress } from '../files/address-registry.js';
import { listFolder, makeFolder } from '../files/folder-listing.js';
import { sampleFolderOf } from '../files/own-folders.js';
import type { HostContext } from '../host-context.js';
import type { ChooseWhat } from '../host-ports.js';
import { probeRaw } from '../raw/raw-probe.js';
import { previewValues } from '../raw/raw-values.js';
import { makeSample } from '../sample.js';
import type { Handlers } from './handler.js';

type FileCalls =
  | 'files.choose'
  | 'files.admit-address'
  | 'files.describe'
  | 'files.stop'
  | 'files.probe'
  | 'files.preview'
  | 'files.browse'
  | 'files.make-folder'
  | 'files.reveal'
  | 'files.sample';

export const fileHandlers = {
  'files.choose': ({ ports, registry }, { what }) => choose({ ports, registry }, what),
  'files.admit-address': ({ registry: { addresses } }, { address }) => {
    const id = addresses.admit(address);
    return { id, name: shownAddress(addresses.find(id)?.address ?? address).name };
  },
  'files.describe': async (context, { ids }) => {
    const facts = await describeFiles(context, ids);
    for (const { id, kind } of facts) if (kind === 'folder') context.scans.start(id);
    return facts;
  },
  'files.stop': ({ scans }, { id }) => {
    scans.stop(id);
    return null;
  },
  'files.probe': ({ registry }, { id, skipBytes }) => probeRaw(registry.path(id), skipBytes),
  'files.preview': async ({ registry }, { id, raw, count }) => ({
    values: await previewValues(registry.path(id), { ...raw, count }),
  }),
  'files.browse': async (context, { id }) => markStores(context, await listFolder(context.registry, context.roots, id)),
  'files.make-folder': ({ registry, roots }, { parent, name }) => makeFolder(registry, roots, parent, name),
  'files.reveal': ({ registry, ports }, { id }) => {
    if (!ports.shell) {
      throw refusal('argument', 'This host has no file manager to show the file in; download it instead.');
    }
    ports.shell.reveal(registry.path(id));
    return null;
  },
  'files.sample': async ({ registry, ports }) => {
    const paths = await makeSample(sampleFolderOf(ports.dataFolder));
    return paths.map((path) => registry.admitDropped(path));
  },
} satisfies Handlers<FileCalls>;

const FOLDERS_AT_ONCE = 16;

/** Folders that are one store of arrays can be opened as a file. One that cannot be read is a folder as any other. */
async function markStores({ inspector, registry }: HostContext, listing: FolderListing): Promise<FolderListing> {
  const entries = await mapConcurrently(listing.entries, FOLDERS_AT_ONCE, async (entry) => {
    const path = entry.isFolder ? registry.find(entry.id) : undefined;
    const isStore = path !== undefined && (await inspector.call('is-store', { path }).catch(() => false));
    return isStore ? { ...entry, isStore } : entry;
  });
  return { ...listing, entries };
}

async function choose({ ports, registry }: Pick<HostContext, 'ports' | 'registry'>, what: ChooseWhat) {
  if (!ports.dialogs) {
    throw refusal('argument', 'This host has no file dialog; choose the files in the list of folders.');
  }
  const paths = await ports.dialogs.choose(what);
  return paths.map((path) => registry.admitDropped(path));
}
