import { useQuery } from '../../../data/use-query.js';
import { useChanges } from '../chunks/use-changes.js';
import { useDocument } from '../model/document-context.js';

/** Codecs of the chunks whose headers were read so far. */
export function useCodecs() {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  const { value, error, refresh, retry } = useQuery(`${document} ${version}`, () =>
    client.call('inspect.codecs', { document }),
  );
  useChanges(['codecs', 'walk'], refresh);
  return { codecs: value, error, retry };
}
