import { type CommandFacts, type OptionFacts, withSubcommands } from './command-facts.js';

/** A completion script for fish. Where a command takes no fixed words, fish completes names of files. */
export function fishCompletion(program: CommandFacts): string {
  const lines = withSubcommands(program).flatMap((command) => {
    const condition = conditionFor(command, program);
    return [
      ...command.commands.map((subcommand) => subcommandLine(subcommand, condition)),
      ...command.arguments.flatMap(({ choices, description }) =>
        choices.length > 0
          ? [`complete -c blpk -f ${condition} -a ${quoted(choices.join(' '))} -d ${quoted(description)}`]
          : [],
      ),
      ...command.options.map((option) => optionLine(option, command === program ? '' : condition)),
    ];
  });
  return `# Completion of blpk for fish, printed by: blpk completion fish\n${lines.join('\n')}\n`;
}

/** When the command line is that of this command: its names, and no name of its subcommands yet. */
function conditionFor(command: CommandFacts, program: CommandFacts): string {
  const names = command.commands.flatMap(({ name, aliases }) => [name, ...aliases]);
  const parents = command === program ? [] : parentsOf(program, command);
  const seen = parents.map((one) => `__fish_seen_subcommand_from ${[one.name, ...one.aliases].join(' ')}`);
  const unseen = names.length > 0 ? [`not __fish_seen_subcommand_from ${names.join(' ')}`] : [];
  return `-n ${quoted([...seen, ...unseen].join('; and '))}`;
}

/** The commands below `program` that lead to `command`, which is the last. */
function parentsOf(program: CommandFacts, command: CommandFacts): readonly CommandFacts[] {
  return withSubcommands(program).filter(
    ({ path }) => path !== program.path && `${command.path} `.startsWith(`${path} `),
  );
}

function subcommandLine({ name, aliases, summary }: CommandFacts, condition: string): string {
  return `complete -c blpk -f ${condition} -a ${quoted([name, ...aliases].join(' '))} -d ${quoted(summary)}`;
}

function optionLine({ names, value, choices, description }: OptionFacts, condition: string): string {
  const words = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const answer = value === undefined ? '' : choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : ' -r';
  return `complete -c blpk ${condition === '' ? '' : `${condition} `}${words.join(' ')}${answer} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
