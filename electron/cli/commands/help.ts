import type { Command } from 'commander';
import { usageError } from '../failures.js';
import { defineAllNow, defineNow } from '../late-commands.js';
import { describeProgram } from '../manual/command-facts.js';
import { manualPage } from '../manual/manual-page.js';
import { printResult } from '../standard-output.js';
import { packageVersion } from '../version.js';

const EXAMPLES = `
Examples:
  blpk help compress                         the same as blpk compress --help
  blpk help meta set
  blpk help --man | man -l -                 reads the manual page`;

/** `blpk help`, for the commands beside it. */
export function defineHelp(command: Command): void {
  command
    .description('Show the help of a command, or of blpk itself.')
    .argument('[command...]', 'command')
    .option('--man', 'print the manual page, for man')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], { man }: { readonly man?: true }) => {
      const program = command.parent ?? command;
      if (man) return printResult(manualPage(await describeProgram(program), packageVersion()));
      if (names.length === 0) await defineAllNow(program);
      let named = program;
      for (const name of names) named = await subcommand(named, name);
      named.outputHelp();
    });
}

async function subcommand(command: Command, name: string): Promise<Command> {
  const found = command.commands.find((one) => one.name() === name || one.aliases().includes(name));
  if (found) return defineNow(found);
  throw usageError(`there is no command '${name}': \`blpk help\` lists all`);
}
