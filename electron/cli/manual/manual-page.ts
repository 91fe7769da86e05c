import { type CommandFacts, type OptionFacts, withSubcommands } from './command-facts.js';

/** The manual page `blpk(1)` in the man macros of roff. The same on every day, so that packages can be built again. */
export function manualPage(facts: CommandFacts, version: string): string {
  const commands = facts.commands.flatMap(withSubcommands).filter((command) => command.commands.length === 0);
  return [
    `.TH BLPK 1 "" "blpk ${version}" "User Commands"`,
    ...section('NAME', [`blpk \\- ${roff(withoutStop(facts.description))}`]),
    ...section('SYNOPSIS', ['.B blpk', roff(facts.usage)]),
    ...section('DESCRIPTION', [roff(DESCRIPTION)]),
    ...section('COMMANDS', commands.flatMap(commandLines)),
    ...section('GLOBAL OPTIONS', facts.options.flatMap(optionLines)),
    ...notes(facts.notes),
    '',
  ].join('\n');
}

const DESCRIPTION =
  'Bloscpack containers hold numeric data in chunks that are compressed by Blosc, with metadata, checksums and the positions of ' +
  'the chunks. blpk writes, reads, verifies, repairs and changes them. Global options may stand before or after the command.';

function commandLines(command: CommandFacts): readonly string[] {
  return [
    `.SS "${roff(command.path.replace(/^blpk /, ''))}"`,
    '.PP',
    `.B ${roff(command.path)}`,
    roff(command.usage),
    ...(command.aliases.length > 0 ? ['.PP', roff(`Short: blpk ${command.aliases.join(', ')}`)] : []),
    '.PP',
    roff(command.description),
    ...command.arguments.flatMap(({ name, description }) => tagged(`\\fI${roff(name)}\\fR`, description)),
    ...command.options.flatMap(optionLines),
    ...literal(command.notes),
  ];
}

function optionLines({ flags, description, choices }: OptionFacts): readonly string[] {
  const values = choices.length > 0 ? `: ${choices.join(', ')}` : '';
  return tagged(`\\fB${roff(flags)}\\fR`, `${description}${values}`);
}

function tagged(tag: string, text: string): readonly string[] {
  return ['.TP', tag, roff(text)];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return [`.SH "${title}"`, ...lines];
}

/** `Exit status:` and its indented lines become a section. */
function notes(text: string): readonly string[] {
  const [title = '', ...lines] = text.split('\n');
  return section(title.replace(/:$/, '').toUpperCase(), literal(lines.join('\n')));
}

/** Lines that stay as they are. */
function literal(text: string): readonly string[] {
  return text === '' ? [] : ['.PP', '.nf', ...text.split('\n').map(roff), '.fi'];
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

/** Text without a meaning for roff: no escapes, no dash that becomes a hyphen, no request at the start of a line. */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll("'", '\\(aq').replace(/^\./gm, '\\&.');
}
