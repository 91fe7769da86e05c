import { basename } from 'node:path';
import { type JsonValue, parseJson, printJson } from '../../shared/format/json.js';
import { prettyJson } from '../../shared/format/pretty-json.js';
import { type Metadata, readMetadata } from '../engine/container/decode-metadata.js';
import { readLayout } from '../engine/container/layout.js';
import { openContainerFile } from '../engine/in-place/container-file.js';
import { editMetadata, type MetadataEdit } from '../engine/in-place/metadata/edit-metadata.js';
import { jsonOf } from '../engine/pack/compressed/compressed-source.js';
import type { CommandContext } from './context.js';
import { type EditedText, editText } from './editor.js';
import { CommandError } from './failures.js';

/**
 * Lets the user edit the metadata of a container and stores the result; undefined when nothing was changed. The container
 * is not locked while the editor is open, so its metadata are compared again before they are written. On failure the edited
 * text is kept.
 */
export async function editInEditor(context: CommandContext, path: string): Promise<MetadataEdit | undefined> {
  const before = await readJsonMetadata(path);
  const edited = await editText(`${prettyJson(before ?? new Map())}\n`, `${basename(path)}.json`);
  try {
    const result = await store(context, path, before, edited);
    await edited.discard();
    return result;
  } catch (error) {
    context.report.notice(`your text is kept in '${edited.path}'; \`blpk meta set --file\` takes it`);
    throw error;
  }
}

async function store(
  context: CommandContext,
  path: string,
  before: JsonValue | undefined,
  edited: EditedText,
): Promise<MetadataEdit | undefined> {
  const next = parseEdited(edited);
  if (printJson(next) === printJson(before ?? new Map())) {
    context.report.notice('no change, nothing was written');
    return undefined;
  }
  const change = (old: JsonValue | undefined) => {
    if (printOrNothing(old) === printOrNothing(before)) return next;
    throw new CommandError(
      `the metadata of '${path}' were changed by another program while they were edited; nothing was written`,
    );
  };
  return context.track((operation) => editMetadata(path, change, { ...operation, force: context.force }));
}

async function readJsonMetadata(path: string): Promise<JsonValue | undefined> {
  const reader = await openContainerFile(path);
  try {
    const metadata = await readMetadata(reader, await readLayout(reader));
    refuseUnknownFormat(metadata);
    return jsonOf(metadata);
  } finally {
    await reader.close();
  }
}

function refuseUnknownFormat(metadata: Metadata | undefined): void {
  if (metadata?.kind !== 'raw') return;
  throw new CommandError(
    `the metadata have the unknown format '${metadata.magicFormat}', which cannot be edited as JSON`,
  );
}

function parseEdited({ text }: EditedText): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`the edited text is not valid JSON, so nothing was written: ${reason}`);
  }
}

function printOrNothing(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : printJson(value);
}
