import { Argument, type Command } from 'commander';
import { bashCompletion } from '../manual/bash-completion.js';
import { describeProgram } from '../manual/command-facts.js';
import { fishCompletion } from '../manual/fish-completion.js';
import { zshCompletion } from '../manual/zsh-completion.js';
import { printResult } from '../standard-output.js';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

const EXAMPLES = `
Examples:
  source <(blpk completion bash)             in ~/.bashrc
  source <(blpk completion zsh)              in ~/.zshrc, after compinit
  blpk completion fish > ~/.config/fish/completions/blpk.fish`;

/** `blpk completion`, for the commands beside it. */
export function defineCompletion(command: Command): void {
  command
    .description('Print a script that completes commands, options and their values in a shell.')
    .addArgument(new Argument('<shell>', 'shell').choices(Object.keys(SHELLS)))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: keyof typeof SHELLS) =>
      printResult(SHELLS[shell](await describeProgram(command.parent ?? command))),
    );
}
