import type { Command } from 'commander';

/*
 * Commands get their description, arguments, options and action when they are used: one of them is used at a time, and the code of all takes
 * longer to load than most of them take.
 */

const definitions = new WeakMap<Command, () => Promise<void>>();

/** Returns the command, which `define` completes at its first use. */
export function defineLater(command: Command, define: () => Promise<void>): Command {
  let defined: Promise<void> | undefined;
  definitions.set(command, () => {
    defined ??= define();
    return defined;
  });
  return command;
}

/** All subcommands, for a list of them with their arguments. */
export async function defineAllNow(program: Command): Promise<void> {
  await Promise.all(program.commands.map(defineNow));
}

/** Returns the command, with all that belongs to it. To be called before its help, its options or those of its subcommands are looked at. */
export async function defineNow(command: Command): Promise<Command> {
  await definitions.get(command)?.();
  return command;
}
