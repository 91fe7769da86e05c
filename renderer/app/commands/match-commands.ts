/**
 * Those whose title holds every word typed, those that begin with the text first; order is otherwise kept. No text matches
 * everything.
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
