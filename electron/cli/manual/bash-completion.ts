import { type CommandFacts, type OptionFacts, withSubcommands } from './command-facts.js';

/** A completion script for bash. Where it offers nothing, bash completes names of files. */
export function bashCompletion(program: CommandFacts): string {
  const commands = withSubcommands(program);
  return `# Completion of blpk for bash, printed by: blpk completion bash
_blpk() {
  COMPREPLY=()
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command=blpk word words= options=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$command $word" in
${commands.flatMap(enterLines).join('\n')}
    esac
  done
  # Values of the option before the word; names of files where they are not known.
  case "$command $previous" in
${commands.flatMap(valueLines).join('\n')}
  esac
  case "$command" in
${commands.map(wordLine).join('\n')}
  esac
  if [[ $current == -* ]]; then words="$options ${namesOf(program.options).join(' ')}"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _blpk blpk
`;
}

/** Recognises the names of subcommands, which are words of the command line so far. */
function enterLines(command: CommandFacts): readonly string[] {
  return command.commands.map(({ name, aliases, path }) => {
    const patterns = [name, ...aliases].map((word) => `'${command.path} ${word}'`);
    return `      ${patterns.join(' | ')}) command='${path}' ;;`;
  });
}

function valueLines({ path, commands, options }: CommandFacts): readonly string[] {
  // Options of the program may follow any command.
  const start = path === 'blpk' && commands.length > 0 ? '* ' : `'${path}' `;
  const patternOf = ({ names }: OptionFacts): string =>
    names.map((name) => start.replace(/ $/, `\\ ${name}`)).join(' | ');
  const free = options.filter(({ value, choices }) => value !== undefined && choices.length === 0);
  return [
    ...options
      .filter(({ choices }) => choices.length > 0)
      .map(
        (option) =>
          `    ${patternOf(option)}) COMPREPLY=($(compgen -W '${option.choices.join(' ')}' -- "$current")); return ;;`,
      ),
    ...(free.length > 0 ? [`    ${free.map(patternOf).join(' | ')}) return ;;`] : []),
  ];
}

/** Subcommands and values of arguments, and options. */
function wordLine(command: CommandFacts): string {
  const words = [...command.commands.map(({ name }) => name), ...command.arguments.flatMap(({ choices }) => choices)];
  return `    '${command.path}') words='${words.join(' ')}' options='${namesOf(command.options).join(' ')}' ;;`;
}

function namesOf(options: readonly OptionFacts[]): readonly string[] {
  return options.flatMap(({ names }) => names);
}
