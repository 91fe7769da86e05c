import { isBloscpackError } from '../../../shared/format/errors.js';
import type { JsonObject, JsonValue } from '../../../shared/format/json.js';
import { membersOf } from '../../engine/in-place/metadata/json-object.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { Attributes } from '../dataset.js';
import { parseZarray, V2_KEYS } from './metadata/v2.js';
import { DIMENSIONS_ATTRIBUTE, dimensionNamesOf, parseV3Array, V3_KEY } from './metadata/v3.js';
import { badMetadata, objectOf, type ZarrArray } from './metadata/zarr-array.js';
import { readDocument } from './store/document.js';
import { below, MAX_GROUP_DEPTH, type ZarrStore } from './store/store.js';

/** What is at a key: the documents of an array or group, of either version. */
export type ZarrNode =
  | { readonly kind: 'group'; readonly key: string }
  | {
      readonly kind: 'array';
      readonly key: string;
      readonly version: 2 | 3;
      /** The key of `document`. */
      readonly documentKey: string;
      readonly document: JsonValue;
    };

/** A node, or the reason why there is none to be read. */
export type FoundNode = ZarrNode | { readonly kind: 'unreadable'; readonly key: string; readonly reason: string };

/** The array or group at a key; undefined when there is neither. Throws FormatError for metadata that are no JSON. */
export async function readNode(store: ZarrStore, key: string): Promise<ZarrNode | undefined> {
  const v3 = await readDocument(store, below(key, V3_KEY));
  if (v3 !== undefined) return v3Node(store, key, v3);
  const documentKey = below(key, V2_KEYS.array);
  const document = await readDocument(store, documentKey);
  if (document !== undefined) return { kind: 'array', key, version: 2, documentKey, document };
  return (await readDocument(store, below(key, V2_KEYS.group))) === undefined ? undefined : { kind: 'group', key };
}

function v3Node(store: ZarrStore, key: string, document: JsonValue): ZarrNode {
  const type = membersOf(document)?.get('node_type');
  if (type === 'group') return { kind: 'group', key };
  if (type === 'array') return { kind: 'array', key, version: 3, documentKey: below(key, V3_KEY), document };
  throw badMetadata(nodeName(store, key), "node_type is neither 'array' nor 'group'");
}

/** For messages. */
export function nodeName(store: ZarrStore, key: string): string {
  return key === '' ? `'${store.name}'` : `'${store.name}::/${key}'`;
}

export type ArrayNode = Extract<ZarrNode, { kind: 'array' }>;

/** Throws what `parseZarray` and `parseV3Array` throw. */
export function arrayOf(store: ZarrStore, { key, version, document }: ArrayNode): ZarrArray {
  const what = nodeName(store, key);
  return version === 2 ? parseZarray(document, what) : parseV3Array(document, what);
}

/** The names of the axes of version 3 are an attribute, as xarray has it in version 2. */
export async function attributesOf(store: ZarrStore, node: ArrayNode, axes: number): Promise<Attributes> {
  const what = nodeName(store, node.key);
  if (node.version === 2) {
    const document = await readDocument(store, below(node.key, V2_KEYS.attributes));
    return document === undefined ? new Map() : objectOf(document, what, V2_KEYS.attributes);
  }
  const members = objectOf(node.document, what, V3_KEY);
  const attributes: JsonObject = objectOf(members.get('attributes') ?? new Map(), what, 'attributes');
  const names = dimensionNamesOf(members.get('dimension_names'), axes);
  if (!names || attributes.has(DIMENSIONS_ATTRIBUTE)) return attributes;
  return new Map<string, JsonValue>([[DIMENSIONS_ATTRIBUTE, names], ...attributes]);
}

/**
 * All arrays of a store, groups before what is behind them, in the order of their names. A node that cannot be read is given with the
 * reason; so are links, which may lead back to a folder that they are in.
 */
export async function* walkArrays(
  store: ZarrStore,
  options: Pick<OperationOptions, 'signal'>,
): AsyncGenerator<Exclude<FoundNode, { kind: 'group' }>, void, undefined> {
  const root = await readNode(store, '');
  if (root?.kind === 'array') yield root;
  else if (root) yield* walkGroup(store, '', 1, options);
}

async function* walkGroup(
  store: ZarrStore,
  key: string,
  depth: number,
  options: Pick<OperationOptions, 'signal'>,
): AsyncGenerator<Exclude<FoundNode, { kind: 'group' }>, void, undefined> {
  for await (const { name, isLink } of store.folders(key)) {
    throwIfCancelled(options.signal);
    const child = below(key, name);
    const node = isLink ? unreadable(child, 'it is a symbolic link') : await foundNode(store, child);
    if (node?.kind !== 'group') {
      if (node) yield node;
    } else if (depth < MAX_GROUP_DEPTH) yield* walkGroup(store, child, depth + 1, options);
    else yield unreadable(child, `groups are nested deeper than ${MAX_GROUP_DEPTH}`);
  }
}

async function foundNode(store: ZarrStore, key: string): Promise<FoundNode | undefined> {
  try {
    return await readNode(store, key);
  } catch (error) {
    if (isBloscpackError(error)) return unreadable(key, error.message);
    throw error;
  }
}

function unreadable(key: string, reason: string): Extract<FoundNode, { kind: 'unreadable' }> {
  return { kind: 'unreadable', key, reason };
}
