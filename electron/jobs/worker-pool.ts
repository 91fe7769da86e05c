import { availableParallelism } from 'node:os';
import type { WorkerFiles } from '../threads/worker-thread.js';
import { type OrderWatcher, PooledWorker } from './pooled-worker.js';
import type { WorkOrder } from './run/messages.js';

/** The threads that run jobs: made when first needed, then kept. One that dies fails its own job and is replaced. */
export class WorkerPool {
  readonly #files: WorkerFiles;
  readonly #mostWorkers: number;
  readonly #workers = new Set<PooledWorker>();

  /** By default one core is left to the window and the main thread. */
  constructor(files: WorkerFiles, mostWorkers = Math.max(1, availableParallelism() - 1)) {
    this.#files = files;
    this.#mostWorkers = mostWorkers;
  }

  /** How many orders could begin now if `wanted` files may run at once. */
  freeSlots(wanted: number): number {
    const busy = [...this.#workers].filter((worker) => !worker.isIdle).length;
    return Math.max(0, Math.min(wanted, this.#mostWorkers) - busy);
  }

  run(order: WorkOrder, watcher: OrderWatcher): void {
    const idle = [...this.#workers].find((worker) => worker.isIdle);
    (idle ?? this.#hire()).run(order, watcher);
  }

  /** Ends all threads. Nothing may be running any more. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.end()));
  }

  #hire(): PooledWorker {
    const worker: PooledWorker = new PooledWorker(this.#files, () => this.#workers.delete(worker));
    this.#workers.add(worker);
    return worker;
  }
}
