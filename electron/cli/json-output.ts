import { type Command, Option } from 'commander';
import type { JsonValue } from '../../shared/format/json.js';
import { prettyJson, STRICT_JSON } from '../../shared/format/pretty-json.js';
import { writeAtomically } from '../engine/io/atomic-file.js';
import type { CommandContext } from './context.js';
import { requireFreeOutput } from './paths.js';
import { printResult } from './standard-output.js';

/** The options of commands that print one JSON document on request. */
export interface JsonOptions {
  readonly json?: true;
  /** A file for the document. */
  readonly output?: string;
}

export function addJsonOptions(command: Command, outputFlags = '-o, --output <file>'): Command {
  return command
    .option('--json', 'print one JSON document; integers are exact')
    .addOption(new Option(outputFlags, 'write the JSON document to this file').implies({ json: true }));
}

/** To be called before any work. */
export async function requireFreeJson(
  { force }: CommandContext,
  { output }: JsonOptions,
  ...inputs: readonly string[]
): Promise<void> {
  if (output === undefined) return;
  for (const input of inputs) await requireFreeOutput(output, input, { force, content: 'plain' });
}

/** Prints the document, or writes it to the file of `--output`. `inputs` are what it is about. */
export async function writeJson(
  context: CommandContext,
  { output }: JsonOptions,
  value: JsonValue,
  ...inputs: readonly string[]
): Promise<void> {
  const text = `${prettyJson(value, STRICT_JSON)}\n`;
  if (output === undefined) printResult(text);
  else await writeAtomically(output, new TextEncoder().encode(text), context.reportOn(...inputs));
}
