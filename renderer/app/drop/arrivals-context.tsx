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
import { useEvent } from '../../data/client-context.js';
import type { IntakeEdits } from '../intake/intake-options.js';
import { useNavigation } from '../navigation-context.js';

/** Files that were dropped anywhere in the window, or opened by the system. */
export interface Arrival {
  readonly ids: readonly FileId[];
  /** Alt was held: each file gets the second of its actions, where it has one. */
  readonly flipped: boolean;
  /** Options for the batch, such as those of the job that is run again. */
  readonly edits?: IntakeEdits;
}

interface Arrivals {
  readonly waiting: readonly Arrival[];
  readonly add: (arrival: Arrival) => void;
  readonly take: (taken: readonly Arrival[]) => void;
}

const ArrivalsContext = createContext<Arrivals>({ waiting: [], add: () => {}, take: () => {} });

/** Calls `onArrival` once for each arrival, also for those from before the view was mounted. For Home and the Inspector. */
export function useArrivals(onArrival: (arrival: Arrival) => void): void {
  const { waiting, take } = useContext(ArrivalsContext);
  const onEach = useEffectEvent(onArrival);
  useEffect(() => {
    if (waiting.length === 0) return;
    take(waiting);
    for (const arrival of waiting) onEach(arrival);
  }, [waiting, take]);
}

/** Returns a function that sends files to Home, to be compressed or decompressed there. */
export function useSendHome(): (arrival: Arrival) => void {
  const { add } = useContext(ArrivalsContext);
  const { go } = useNavigation();
  return useCallback(
    (arrival) => {
      // After the Inspector is unmounted, which would otherwise take the arrival.
      go('home');
      setTimeout(() => add(arrival));
    },
    [add, go],
  );
}

/** Returns a function that adds an arrival. The Inspector takes it when it is shown; otherwise the window shows Home. */
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
