import type { Place } from '../place.js';

/** Where a command's keys work: everywhere, or in one place. */
export type CommandScope = 'everywhere' | Place;

export interface CommandFacts {
  /** What it does, as the palette and the list of shortcuts show it. */
  readonly title: string;
  /** As describeKeys writes them; the first is the one that is shown. */
  readonly keys?: readonly string[];
  readonly scope: CommandScope;
  /** A list or a field handles the keys itself; the table only describes them. */
  readonly local?: boolean;
}

/** All commands. No two may have the same keys in one place, which a test checks. */
export const commandTable = {
  'palette.open': { title: 'Show all commands', keys: ['Ctrl+Shift+P'], scope: 'everywhere' },
  'shortcuts.open': { title: 'Show keyboard shortcuts', keys: ['F1', '?'], scope: 'everywhere' },
  'go.home': { title: 'Go to Home', keys: ['Ctrl+1'], scope: 'everywhere' },
  'go.jobs': { title: 'Go to Jobs', keys: ['Ctrl+2'], scope: 'everywhere' },
  'go.inspector': { title: 'Go to Inspector', keys: ['Ctrl+3'], scope: 'everywhere' },
  'go.compare': { title: 'Go to Compare', keys: ['Ctrl+4'], scope: 'everywhere' },
  'go.settings': { title: 'Go to Settings', keys: ['Ctrl+,'], scope: 'everywhere' },
  'files.open': { title: 'Choose files…', keys: ['Ctrl+O'], scope: 'everywhere' },
  'files.open-folder': { title: 'Choose folder…', keys: ['Ctrl+Shift+O'], scope: 'everywhere' },
  'files.open-address': { title: 'Open address…', scope: 'everywhere' },
  'pane.next': { title: 'Next pane', keys: ['F6'], scope: 'everywhere' },
  'pane.previous': { title: 'Previous pane', keys: ['Shift+F6'], scope: 'everywhere' },
  'escape.peel': { title: 'Close the dialog, or clear the selection', keys: ['Esc'], scope: 'everywhere' },
  'theme.system': { title: 'Theme: follow the system', scope: 'everywhere' },
  'theme.light': { title: 'Theme: light', scope: 'everywhere' },
  'theme.dark': { title: 'Theme: dark', scope: 'everywhere' },
  'theme.contrast': { title: 'Theme: high contrast', scope: 'everywhere' },
  'sample.open': { title: 'Open the sample', scope: 'everywhere' },
  'help.bloscpack': { title: 'What is Bloscpack?', scope: 'everywhere' },

  'intake.run': { title: 'Start the listed files', keys: ['Ctrl+Enter'], scope: 'home' },
  'intake.clear': { title: 'Clear the list', scope: 'home' },

  'jobs.pause-all': { title: 'Pause all jobs', scope: 'everywhere' },
  'jobs.resume-all': { title: 'Resume all jobs', scope: 'everywhere' },
  'jobs.cancel-all': { title: 'Cancel all jobs…', scope: 'everywhere' },
  'jobs.clear-finished': { title: 'Clear finished jobs', scope: 'everywhere' },
  'jobs.select-all': { title: 'Select all rows', keys: ['Ctrl+A'], scope: 'jobs' },
  'jobs.pause': { title: 'Pause or resume', keys: ['Space'], scope: 'jobs', local: true },
  'jobs.remove': { title: 'Remove or cancel', keys: ['Delete'], scope: 'jobs', local: true },
  'jobs.details': { title: 'Show details', keys: ['Enter'], scope: 'jobs', local: true },
  'jobs.move-up': { title: 'Move up in the queue', keys: ['Alt+Up'], scope: 'jobs', local: true },
  'jobs.move-down': { title: 'Move down in the queue', keys: ['Alt+Down'], scope: 'jobs', local: true },
  'jobs.copy-rows': { title: 'Copy rows with headers', keys: ['Ctrl+Shift+C'], scope: 'jobs', local: true },
  'jobs.export': { title: 'Export the queue as CSV', keys: ['Ctrl+E'], scope: 'jobs' },

  'inspector.next-tab': { title: 'Next file', keys: ['Ctrl+Tab', 'Ctrl+PageDown'], scope: 'inspector' },
  'inspector.previous-tab': { title: 'Previous file', keys: ['Ctrl+Shift+Tab', 'Ctrl+PageUp'], scope: 'inspector' },
  'inspector.close-tab': { title: 'Close the file', keys: ['Ctrl+W'], scope: 'inspector' },
  'inspector.reload': { title: 'Reload the file', keys: ['Ctrl+R'], scope: 'inspector' },
  'inspector.verify': { title: 'Verify all chunks', scope: 'inspector' },
  'inspector.append': { title: 'Append a file…', scope: 'inspector' },
  'inspector.convert': { title: 'Convert to…', scope: 'inspector' },
  'inspector.diff': { title: 'Compare with another file…', scope: 'inspector' },
  'inspector.export-structure': { title: 'Export the structure as JSON', scope: 'inspector' },
  'inspector.overview': { title: 'Show Overview', keys: ['Alt+1'], scope: 'inspector' },
  'inspector.data': { title: 'Show Data', keys: ['Alt+2'], scope: 'inspector' },
  'inspector.chunks': { title: 'Show Chunks', keys: ['Alt+3'], scope: 'inspector' },
  'inspector.bytes': { title: 'Show Bytes', keys: ['Alt+4'], scope: 'inspector' },
  'inspector.structure': { title: 'Show or hide the structure', keys: ['Ctrl+B'], scope: 'inspector' },
  'inspector.details': { title: 'Show or hide the details', keys: ['Ctrl+Shift+B'], scope: 'inspector' },
  'inspector.maximise': { title: 'Maximise or restore the view', keys: ['Ctrl+Shift+M'], scope: 'inspector' },
  'inspector.find': { title: 'Find in the view, or filter the structure', keys: ['Ctrl+F'], scope: 'inspector' },
  'inspector.go-to': { title: 'Go to an index, chunk or byte', keys: ['Ctrl+G'], scope: 'inspector' },
  'inspector.next-chunk': { title: 'Next chunk', keys: [']'], scope: 'inspector' },
  'inspector.previous-chunk': { title: 'Previous chunk', keys: ['['], scope: 'inspector' },

  'compare.run': { title: 'Run the comparison', keys: ['Ctrl+Enter'], scope: 'compare' },
  'compare.plan': { title: 'Show or hide the plan', keys: ['Ctrl+B'], scope: 'compare' },
  'compare.log': { title: 'Switch linear or logarithmic speeds', keys: ['L'], scope: 'compare' },
  'compare.table': { title: 'Show charts as tables or as pictures', keys: ['T'], scope: 'compare' },
  'compare.copy-summary': { title: 'Copy the summary as Markdown', keys: ['Ctrl+Shift+C'], scope: 'compare' },
  'compare.export': { title: 'Export the results as CSV', keys: ['Ctrl+E'], scope: 'compare' },
  'compare.walk': { title: 'Move along the frontier', keys: ['Left', 'Right'], scope: 'compare', local: true },
  'compare.pin': { title: 'Pin as A or B', keys: ['Space', 'Shift+Space'], scope: 'compare', local: true },
  'compare.details': { title: 'Show the repeats of a setting', keys: ['Enter'], scope: 'compare', local: true },

  'settings.search': { title: 'Search settings', keys: ['Ctrl+F'], scope: 'settings' },
} as const satisfies Readonly<Record<string, CommandFacts>>;

export type CommandId = keyof typeof commandTable;

/** The table as a list of ids and facts. */
export const commandList: readonly (CommandFacts & { readonly id: CommandId })[] = Object.entries(commandTable).map(
  // Object.entries types the keys as string.
  ([id, facts]) => ({ id: id as CommandId, ...facts }),
);

/** The command of these keys in a place; undefined when there is none, or when a list handles them. */
export function commandFor(keys: string, place: Place): CommandId | undefined {
  return commandList.find(
    ({ scope, local, keys: own }) => !local && (scope === 'everywhere' || scope === place) && own?.includes(keys),
  )?.id;
}

/** The keys to show beside a command. */
export function keysOf(id: CommandId): string | undefined {
  const facts: CommandFacts = commandTable[id];
  return facts.keys?.[0];
}

/**
 * Items whose title contains every typed word; those that begin with the text come first, in an otherwise unchanged order. An
 * empty text matches all items.
 */
export function matchCommands<Item extends { readonly title: string }>(
  items: readonly Item[],
  text: string,
): readonly Item[] {
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  const matching = items.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  const begins = ({ title }: Item) => title.toLowerCase().startsWith(wanted);
  return [...matching.filter(begins), ...matching.filter((item) => !begins(item))];
}
