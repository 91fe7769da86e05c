import { useEffect, useMemo, useState } from 'react';
import type { ContractError } from '../../../../../shared/contract/result.js';
import { toContractError } from '../../../../../shared/errors/contract-error.js';
import { useReconnected } from '../../../../data/connection-context.js';
import { useDocument } from '../../model/document-context.js';
import { useChanges } from '../use-changes.js';
import type { MapLayout } from './map-layout.js';
import { MapLoader, type ShownMap } from './map-loader.js';
import { subjects } from './map-scale.js';
import type { MapSubject } from './map-values.js';

/** A window that is being resized or zoomed asks when it comes to rest. */
const REST_MS = 60;

/** The values of a map, and those that came before until they begin to come; anew when the host says that they changed. */
export function useMapValues(what: MapSubject, layout: MapLayout | undefined) {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  const [shown, setShown] = useState<ShownMap>();
  const [error, setError] = useState<ContractError>();
  const loader = useMemo(() => {
    const onShow = (next: ShownMap) => {
      setError(undefined);
      setShown(next);
    };
    return new MapLoader(client, { onShow, onError: (thrown) => setError(toContractError(thrown)) });
  }, [client]);
  const key = layout && `${layout.start} ${layout.end} ${layout.chunksPerCell} ${version}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says all of the layout that changes the answer
  useEffect(() => {
    if (!layout || layout.cells === 0) return;
    const timer = setTimeout(() => loader.ask({ document, what, layout }), REST_MS);
    return () => clearTimeout(timer);
  }, [loader, document, what, key]);
  useEffect(() => () => loader.close(), [loader]);
  useChanges([subjects[what].event], () => loader.renew());
  useReconnected(() => {
    if (error) loader.renew();
  });
  const retry = () => {
    setError(undefined);
    loader.renew();
  };
  return { shown, error, retry };
}
