import { useState } from 'react';
import { useChanges } from '../chunks/use-changes.js';
import { useDocument } from '../model/document-context.js';
import { usePage } from '../model/use-page.js';

/** Codecs of the chunks whose headers were read so far. */
export function useCodecs() {
  const { overview, client, version } = useDocument();
  const [turn, setTurn] = useState(0);
  useChanges(['codecs', 'walk'], () => setTurn((before) => before + 1));
  const { page, error } = usePage(`${version} ${turn}`, () =>
    client.call('inspect.codecs', { document: overview.document }),
  );
  return { codecs: page, error };
}
