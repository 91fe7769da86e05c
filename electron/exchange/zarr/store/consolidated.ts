import type { JsonValue } from '../../../../shared/format/json.js';
import { membersOf } from '../../../engine/in-place/metadata/json-object.js';
import { V2_KEYS } from '../metadata/v2.js';
import { V3_KEY } from '../metadata/v3.js';
import { readDocument } from './document.js';
import type { ZarrStore } from './store.js';

/** Zarr 2 has a document of its own for them, whose keys are those of the documents of nodes; Zarr 3 has them in that of the root. */
const V2_CONSOLIDATED = '.zmetadata';

/**
 * The keys of all arrays and groups by the consolidated metadata of a store; undefined where there are none. They may be out of date, so
 * that each node is read by itself. Throws FormatError for documents that are no JSON.
 */
export async function consolidatedKeys(store: ZarrStore): Promise<readonly string[] | undefined> {
  const v3 = membersOf(await readDocument(store, V3_KEY));
  const inV3 = memberNames(membersOf(v3?.get('consolidated_metadata'))?.get('metadata'));
  if (inV3) return inV3;
  const inV2 = memberNames(membersOf(await readDocument(store, V2_CONSOLIDATED))?.get('metadata'));
  return inV2?.flatMap((key) => nodeKeyOf(key) ?? []);
}

function memberNames(value: JsonValue | undefined): readonly string[] | undefined {
  const members = membersOf(value);
  return members && [...members.keys()];
}

/** `a/b` of `a/b/.zarray`; undefined for documents of attributes, and for those of the root. */
function nodeKeyOf(documentKey: string): string | undefined {
  for (const name of [V2_KEYS.array, V2_KEYS.group]) {
    if (documentKey.endsWith(`/${name}`)) return documentKey.slice(0, -name.length - 1);
  }
  return undefined;
}
