import { type CommandFacts, type OptionFacts, withSubcommands } from './command-facts.js';

/** A completion script for zsh: a function for each command. */
export function zshCompletion(program: CommandFacts): string {
  const functions = withSubcommands(program).map((command) => functionFor(command, program));
  return `#compdef blpk
# Completion of blpk for zsh, printed by: blpk completion zsh
${functions.join('\n')}
# As a file in fpath this is the function itself; sourced, it has to be registered.
if [[ $funcstack[1] == _blpk ]]; then _blpk "$@"; else compdef _blpk blpk; fi
`;
}

function functionFor(command: CommandFacts, program: CommandFacts): string {
  const options = command === program ? program.options : [...command.options, ...program.options];
  const specs = options.map(optionSpec);
  if (command.commands.length === 0)
    return `${nameOf(command)}() {
  _arguments -s -S \\
${[...specs, ...argumentSpecs(command)].map((spec) => `    ${spec}`).join(' \\\n')}
}`;
  return `${nameOf(command)}() {
  local state line
  _arguments -C -s -S \\
${specs.map((spec) => `    ${spec} \\\n`).join('')}    '1:command:->command' '*::argument:->arguments'
  case $state in
    command)
      local -a commands=(
${command.commands.map(({ name, summary }) => `        ${quoted(`${name}:${summary}`)}`).join('\n')}
      )
      _describe command commands ;;
    arguments)
      case $words[1] in
${command.commands.map((one) => `        ${[one.name, ...one.aliases].join('|')}) ${nameOf(one)} ;;`).join('\n')}
      esac ;;
  esac
}`;
}

function nameOf({ path }: CommandFacts): string {
  return `_${path.replaceAll(/[ -]/g, '_')}`;
}

function optionSpec({ names, value, choices, description }: OptionFacts): string {
  const others = names.length > 1 ? `(${names.join(' ')})` : '';
  const action = choices.length > 0 ? `(${choices.join(' ')})` : '_files';
  const taken = value === undefined ? '' : `:${escaped(value)}:${action}`;
  const specs = names.map((name) => quoted(`${others}${name}[${escaped(description)}]${taken}`));
  return specs.join(' ');
}

function argumentSpecs({ arguments: all }: CommandFacts): readonly string[] {
  const fixed = all.find(({ choices }) => choices.length > 0);
  return [quoted(fixed ? `1:${escaped(fixed.name)}:(${fixed.choices.join(' ')})` : '*:file:_files')];
}

/** Brackets and colons have a meaning in specifications. */
function escaped(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, '\\$&').replaceAll('\n', ' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
