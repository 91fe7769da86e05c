/** A command of a page, with what the page shows below it. */
export interface Transcript {
  readonly command: string;
  /** Empty where the page shows none. */
  readonly output: string;
}

/** The indented lines of a page that begin with `$ `, with the indented lines below each. */
export function transcriptsOf(page: string): readonly Transcript[] {
  const blocks = page.split(/^(?! {4})/m).flatMap((part) => part.match(/^(?: {4}.*\n)+/gm) ?? []);
  return blocks
    .map((block) => block.replaceAll(/^ {4}/gm, ''))
    .flatMap((block) => block.split(/^\$ /m).slice(1))
    .map((text) => {
      const [command = '', ...lines] = text.split('\n');
      return { command, output: lines.join('\n') };
    });
}

/** The commands of `blpk` in the cells of a page's tables. */
export function tableCommandsOf(page: string): readonly string[] {
  const rows = page.split('\n').filter((line) => line.startsWith('|'));
  return rows.flatMap((row) =>
    [...row.replaceAll('\\|', '|').matchAll(/`((?:source <\()?blpk [^`]+)`/g)].map(([, command = '']) => command),
  );
}

/** The lines of a help text below `Examples:`, without the words behind the commands. */
export function examplesOf(help: string): readonly string[] {
  const [, examples = ''] = help.split(/^Examples:\n/m);
  return (examples.split('\n\n')[0] ?? '')
    .split('\n')
    .flatMap((line) => (line.startsWith('  ') ? (line.trim().split(/ {2,}/)[0] ?? '') : []))
    .filter((line) => line !== '');
}
