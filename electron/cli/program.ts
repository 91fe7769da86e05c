import { Command } from 'commander';
import { isCancellation } from '../../shared/errors/contract-error.js';
import { type CommandEntry, commands } from './commands.js';
import { CommandContext, type CommandWork, type GlobalOptions, type RunCommand } from './context.js';
import { argumentLines } from './debug-report.js';
import { EXIT, EXIT_CODES_HELP } from './exit-codes.js';
import { exitCodeOf, failureLines, isBrokenPipe } from './failures.js';
import { type Interrupts, watchInterrupts } from './interrupts.js';
import { defineLater, defineNow } from './late-commands.js';
import { addGlobalOptions } from './options.js';
import { Reporter } from './reporter.js';
import { BROKEN_PIPE_EXIT, noteFailure, printResult } from './standard-output.js';
import { versionLine } from './version.js';

/** The command line: the global options, which may stand anywhere, and all subcommands, which are complete when they are used. */
export function buildProgram(): Command {
  const program = new Command('blpk')
    .description('Compress, decompress and examine Bloscpack containers.')
    .usage('[--version] [-v|--verbose | -d|--debug] [-f|--force] [-n|--nthreads N] <subcommand> ...')
    .argument('[subcommand]')
    .allowExcessArguments();
  addGlobalOptions(program);
  let running = program;
  program
    .hook('preSubcommand', async (_, command) => {
      await defineNow(command);
    })
    .hook('preAction', (_, command) => {
      running = command;
    });
  const run: RunCommand = (work) => runCommand(running, work);
  for (const entry of commands) program.addCommand(lateCommand(entry, run));
  return reportUsageErrors(program)
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES_HELP)
    .action((name: string | undefined) => {
      const { version, verbose, debug } = program.opts<GlobalOptions>();
      if (version) printResult(versionLine(Boolean(verbose ?? debug)));
      else program.error(name === undefined ? 'error: too few arguments' : `error: unknown subcommand '${name}'`);
    });
}

function lateCommand({ name, alias, summary, load }: CommandEntry, run: RunCommand): Command {
  const command = configure(new Command(name).summary(summary));
  if (alias !== undefined) command.alias(alias);
  return defineLater(command, async () => {
    (await load())(command, run);
    command.commands.forEach(configure);
  });
}

/** Sets the form of errors and help. */
function configure(command: Command): Command {
  return reportUsageErrors(command).configureHelp({ showGlobalOptions: true });
}

/** As in the reference: the usage of the command, then the error; commander then throws, and exits with 2. */
function reportUsageErrors(command: Command): Command {
  return command.exitOverride().configureOutput({
    writeOut: printResult,
    outputError: (text, write) => write(`${usageLine(command)}\nblpk: ${text}`),
  });
}

function usageLine(command: Command): string {
  return `usage: ${command.createHelp().commandUsage(command)}`;
}

async function runCommand(command: Command, work: CommandWork): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>();
  if (options.version) {
    printResult(versionLine(Boolean(options.verbose ?? options.debug)));
    return;
  }
  const interrupts = watchInterrupts();
  const context = new CommandContext(options, interrupts);
  if (context.report.showsDebug) reportStart(context, command);
  try {
    process.exitCode = (await work(context)) ?? EXIT.done;
  } catch (error) {
    process.exitCode = reportFailure(context, interrupts, error);
  }
}

/** For `--debug` only. The first lines are the reference's. */
function reportStart({ report, nthreads }: CommandContext, command: Command): void {
  report.debug('command line argument parsing complete');
  report.debug(`command line arguments are:\n${argumentLines(command, { nthreads }).join('\n')}`);
  report.debug(`versions are: ${versionLine(true).trim()}`);
}

/** Prints one line about a failure (two with a hint) and returns the exit status. */
function reportFailure(context: CommandContext, interrupts: Interrupts, error: unknown): number {
  const { report } = context;
  noteFailure();
  if (isCancellation(error) && interrupts.exitCode !== undefined) {
    report.notice(cancelMessage(context));
    return interrupts.exitCode;
  }
  if (isBrokenPipe(error)) return BROKEN_PIPE_EXIT;
  for (const line of failureLines(error, context.currentFile)) report.error(line);
  report.trace(error);
  return exitCodeOf(error);
}

function cancelMessage({ report, published }: CommandContext): string {
  if (report.stdoutHasData) return 'cancelled, what was written to standard output is incomplete';
  return published ? 'cancelled, only complete outputs were kept' : 'cancelled, nothing was written';
}

/** Prints a failure outside of any command, such as an option's value out of range. */
export function reportStartFailure(error: unknown): number {
  const report = new Reporter(process.argv.some((text) => text === '-d' || text === '--debug') ? 'debug' : 'normal');
  for (const line of failureLines(error)) report.error(line);
  report.trace(error);
  return exitCodeOf(error);
}

const NEGATIVE_SLICE = /^-\d*[:,]|^-\d+$/;

/** `-5:` is a slice and not an option: with brackets, which slices may have, commander reads it as an argument. */
export function protectSlices(args: readonly string[]): string[] {
  return args.map((text) => (NEGATIVE_SLICE.test(text) && args.includes('slice') ? `[${text}]` : text));
}
