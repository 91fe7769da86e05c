import { Command } from 'commander';
import { usageError } from '../failures.js';
import { manualPage } from '../manual/manual-page.js';
import { printResult } from '../standard-output.js';
import { packageVersion } from '../version.js';

const EXAMPLES = `
Examples:
  blpk help compress                         the same as blpk compress --help
  blpk help meta set
  blpk help --man | man -l -                 reads the manual page`;

/** `blpk help`, for the commands of `program`. */
export function helpCommand(program: Command): Command {
  return new Command('help')
    .summary('show help for a command')
    .description('Show the help of a command, or of blpk itself.')
    .argument('[command...]', 'command')
    .option('--man', 'print the manual page, for man')
    .addHelpText('after', EXAMPLES)
    .action((names: readonly string[], { man }: { readonly man?: true }) => {
      if (man) printResult(manualPage(program, packageVersion()));
      else names.reduce(subcommand, program).outputHelp();
    });
}

function subcommand(command: Command, name: string): Command {
  const found = command.commands.find((one) => one.name() === name || one.aliases().includes(name));
  if (found) return found;
  throw usageError(`there is no command '${name}': \`blpk help\` lists all`);
}
