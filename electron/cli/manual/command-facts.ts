import type { EventEmitter } from 'node:events';
import type { Command, Option } from 'commander';
import { defineAllNow } from '../late-commands.js';

/** What help, manual page and completion say about a command: all of it comes from the command's definition. */
export interface CommandFacts {
  /** From the program to the command: `blpk`, `blpk meta set`. */
  readonly path: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** What follows the path: `[options] <in> [out]`. */
  readonly usage: string;
  readonly arguments: readonly ArgumentFacts[];
  readonly options: readonly OptionFacts[];
  /** Examples and notes, as the help prints them. */
  readonly notes: string;
  readonly commands: readonly CommandFacts[];
}

export interface ArgumentFacts {
  readonly name: string;
  readonly description: string;
  readonly choices: readonly string[];
}

export interface OptionFacts {
  /** `-c, --codec <name>`. */
  readonly flags: string;
  /** `-c` and `--codec`, or one of them. */
  readonly names: readonly string[];
  readonly description: string;
  /** `name` in `--codec <name>`; undefined for an option without a value. */
  readonly value: string | undefined;
  readonly choices: readonly string[];
}

export async function describeProgram(program: Command): Promise<CommandFacts> {
  await defineAllNow(program);
  return describeCommand(program);
}

function describeCommand(command: Command, parent = ''): CommandFacts {
  const path = `${parent} ${command.name()}`.trim();
  return {
    path,
    name: command.name(),
    aliases: command.aliases(),
    summary: command.summary() || command.description(),
    description: command.description(),
    usage: command.usage(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      description: argument.description,
      choices: argument.argChoices ?? [],
    })),
    // Every command has --help: it is listed once, with the program's.
    options:
      parent === ''
        ? command.createHelp().visibleOptions(command).map(describeOption)
        : command.options.map(describeOption),
    notes: notesOf(command),
    commands: command.commands.map((subcommand) => describeCommand(subcommand, path)),
  };
}

function describeOption({ flags, short, long, description, argChoices, required, optional }: Option): OptionFacts {
  return {
    flags,
    names: [short, long].filter((name) => name !== undefined),
    description,
    value: required || optional ? /[<[]([^>\].]+)/.exec(flags)?.[1] : undefined,
    choices: argChoices ?? [],
  };
}

/** The text that was given to `addHelpText`, which commander hands out only by this event. */
function notesOf(command: Command): string {
  let notes = '';
  const write = (text: string): void => {
    notes += text;
  };
  // A Command is an EventEmitter, which its types do not say.
  (command as unknown as EventEmitter).emit('afterHelp', { error: false, command, write });
  return notes.trim();
}

/** A command and all below it. */
export function withSubcommands(facts: CommandFacts): readonly CommandFacts[] {
  return [facts, ...facts.commands.flatMap(withSubcommands)];
}
