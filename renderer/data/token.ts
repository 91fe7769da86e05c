const storageKey = 'bloscpack-token';

/** Where the token may lie, so that the function can be tested without a page. */
export interface TokenPlaces {
  /** The URL's fragment with its `#`. */
  readonly hash: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Takes the token out of the address bar, where it could be read over a shoulder or copied along. */
  readonly clearHash: () => void;
}

/**
 * The token that lets this page call the host: from the fragment of the URL that `blpk serve` prints, which no request and
 * no log ever carries; kept for this tab, so that a reload works. Undefined when neither has it.
 */
export function takeToken({ hash, storage, clearHash }: TokenPlaces): string | undefined {
  const given = new URLSearchParams(hash.slice(1)).get('token');
  if (given === null) return storage.getItem(storageKey) ?? undefined;
  storage.setItem(storageKey, given);
  clearHash();
  return given;
}

/** The page's own places. */
export function pageTokenPlaces(): TokenPlaces {
  return {
    hash: location.hash,
    storage: sessionStorage,
    clearHash: () => history.replaceState(history.state, '', location.pathname + location.search),
  };
}
