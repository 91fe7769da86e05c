import { access, constants } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { type Command, Option } from 'commander';
import { writeAtomically } from '../engine/io/atomic-file.js';
import { withIoErrors } from '../engine/io/io-error.js';
import type { CommandContext } from './context.js';
import { usageError } from './failures.js';
import { requireFreeOutput } from './paths.js';
import { printResult } from './standard-output.js';
import { STANDARD_STREAM } from './standard-streams.js';

/** The forms of a report besides the text on the terminal. */
const FORMS = {
  json: 'everything, every repeat and the machine too, as JSON',
  csv: 'every repeat as a table',
  html: 'a report that needs nothing else to be read',
} as const;

export type ReportForm = keyof typeof FORMS;

/** The options of commands that measure. */
export interface ReportOptions extends Readonly<Partial<Record<ReportForm, true>>> {
  readonly output: readonly string[];
}

export function addReportOptions(command: Command, forms: readonly ReportForm[]): Command {
  for (const form of forms) {
    const others = forms.filter((other) => other !== form);
    command.addOption(new Option(`--${form}`, `print ${FORMS[form]}, instead of the text`).conflicts(others));
  }
  const extensions = forms.map((form) => `.${form}`);
  return command.addOption(
    new Option(
      '-o, --output <file>',
      `write a report too, in the form that its extension says: ${extensions.join(', ')}; may be given again`,
    )
      .argParser((file: string, before: readonly string[]) => [...before, file])
      .default([], 'none'),
  );
}

export interface ReportContent {
  readonly printText: () => void;
  readonly reports: Reports;
  /** The file that was measured. */
  readonly input: string | undefined;
}

/** A report in each form, made when it is needed. */
export type Reports = Readonly<Partial<Record<ReportForm, () => string>>>;

/** To be called before any work: a report that cannot be written would be lost. `input` is the file that is measured. */
export async function requireFreeReports(
  { report, force }: CommandContext,
  options: ReportOptions,
  { forms, input }: { readonly forms: readonly ReportForm[]; readonly input: string | undefined },
): Promise<void> {
  if (printedForm(options) !== undefined) report.leaveStdoutToData();
  for (const file of options.output) {
    if (!forms.some((form) => formOf(file) === form)) {
      const known = forms.map((form) => `.${form}`).join(', ');
      throw usageError(`'${file}' has none of the extensions that say how to write a report: ${known}`);
    }
    await requireFreeOutput(file, input ?? STANDARD_STREAM, { force, content: 'plain' });
    await withIoErrors('write', file, () => access(dirname(file), constants.W_OK));
  }
}

/** Prints the report that was asked for, else the text, and writes the files. */
export async function writeReports(
  context: CommandContext,
  options: ReportOptions,
  { printText, reports, input }: ReportContent,
): Promise<void> {
  const printed = printedForm(options);
  if (printed === undefined) printText();
  else printResult(reports[printed]?.() ?? '');
  for (const file of options.output) {
    const content = new TextEncoder().encode(reports[formOf(file)]?.() ?? '');
    await writeAtomically(file, content, context.reportOn(...(input === undefined ? [] : [input])));
  }
}

function printedForm({ json, csv, html }: ReportOptions): ReportForm | undefined {
  if (json) return 'json';
  if (csv) return 'csv';
  return html ? 'html' : undefined;
}

function formOf(file: string): ReportForm {
  return extname(file).slice(1).toLowerCase() as ReportForm; // checked by requireFreeReports
}
