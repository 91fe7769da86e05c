/** What the stand-in understands of Electron's and Chromium's command line. */
export interface CommandLine {
  /** The app's folder or main file: the first argument that is no switch. */
  readonly app: string;
  readonly userDataFolder: string | undefined;
}

export function parseCommandLine(args: readonly string[]): CommandLine {
  const folder = args.find((argument) => argument.startsWith('--user-data-dir='));
  return {
    app: args.find((argument) => !argument.startsWith('-')) ?? '.',
    userDataFolder: folder?.slice('--user-data-dir='.length),
  };
}

/** Chromium's switches, by name; those without a value have the empty one. */
export function switchesOf(args: readonly string[]): ReadonlyMap<string, string> {
  const pairs = args.map((argument) => /^--([^=]+)(?:=(.*))?$/s.exec(argument));
  return new Map(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', pair[2] ?? ''] as const])));
}
