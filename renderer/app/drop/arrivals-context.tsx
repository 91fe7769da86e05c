import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
} from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import { useEvent } from '../../data/use-event.js';
import { useNavigation } from '../navigation-context.js';

/** Files that came: dropped anywhere in the window, or opened from outside. */
export interface Arrival {
  readonly ids: readonly FileId[];
  /** Alt was held: each takes the second of its actions, where it has one. */
  readonly flipped: boolean;
}

interface Arrivals {
  readonly waiting: readonly Arrival[];
  readonly add: (arrival: Arrival) => void;
  readonly take: (taken: readonly Arrival[]) => void;
}

const ArrivalsContext = createContext<Arrivals>({ waiting: [], add: () => {}, take: () => {} });

/** Hands over what arrives, and what arrived before the view was there; each arrival once. For Home and the Inspector. */
export function useArrivals(onArrival: (arrival: Arrival) => void): void {
  const { waiting, take } = useContext(ArrivalsContext);
  const handOver = useEffectEvent(onArrival);
  useEffect(() => {
    if (waiting.length === 0) return;
    take(waiting);
    for (const arrival of waiting) handOver(arrival);
  }, [waiting, take]);
}

/** Gives files to Home, to be compressed or decompressed there. */
export function useSendHome(): (arrival: Arrival) => void {
  const { add } = useContext(ArrivalsContext);
  const { go } = useNavigation();
  return useCallback(
    (arrival) => {
      // Home asks for what waits when it is there: the Inspector must be gone by then.
      go('home');
      setTimeout(() => add(arrival));
    },
    [add, go],
  );
}

/** Says that files came, and goes to Home, which takes them, unless the Inspector is there to do so. */
export function useArrive(): (arrival: Arrival) => void {
  const { add } = useContext(ArrivalsContext);
  const { place, go } = useNavigation();
  return useCallback(
    (arrival) => {
      add(arrival);
      if (place !== 'inspector') go('home');
    },
    [add, place, go],
  );
}

/** Once, inside NavigationProvider. */
export function ArrivalsProvider({ children }: { readonly children: ReactNode }) {
  const { go } = useNavigation();
  const [waiting, setWaiting] = useState<readonly Arrival[]>([]);
  const add = useCallback((arrival: Arrival) => setWaiting((before) => [...before, arrival]), []);
  const take = useCallback(
    (taken: readonly Arrival[]) => setWaiting((before) => before.filter((arrival) => !taken.includes(arrival))),
    [],
  );
  useEvent('files.opened', ({ ids }) => {
    add({ ids, flipped: false });
    go('home');
  });
  const arrivals = useMemo(() => ({ waiting, add, take }), [waiting, add, take]);
  return <ArrivalsContext value={arrivals}>{children}</ArrivalsContext>;
}
