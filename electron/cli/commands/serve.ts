import { type Command, InvalidArgumentError } from 'commander';
import { loadBundle } from '../../engine/load-bundle.js';
import type { CommandContext, RunCommand } from '../context.js';
import type { ServeOptions } from '../serve-program.js';

const MAX_PORT = 65535;

/** `blpk serve`: the app as a page, for data on another machine. */
export function defineServe(command: Command, run: RunCommand): void {
  command
    .description('Serve the app to a browser on this machine, or through a tunnel to another one.')
    .option('--root <dir>', 'folder whose files may be used; may be given again (default: this one)', collect)
    .option('--port <n>', 'port to listen on (default: any that is free)', port, 0)
    .option(
      '--allow-private-addresses',
      'also open addresses of servers on this machine and in private networks (default: only public ones)',
    )
    .option('--no-open', 'do not open a browser')
    .action((options: ServeOptions) => run((context) => serve(context, options)));
}

/** Loads the server only when this command runs: it is as large as all other commands together. */
async function serve(context: CommandContext, options: ServeOptions): Promise<void> {
  // dist/serve.cjs is built from serve-program.ts, so that it has the same type.
  const program = loadBundle('serve.cjs') as typeof import('../serve-program.js');
  await program.serve(context, options);
}

function collect(folder: string, before: readonly string[] = []): readonly string[] {
  return [...before, folder];
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= MAX_PORT) return value;
  throw new InvalidArgumentError(`Expected a number from 0 to ${MAX_PORT}.`);
}
