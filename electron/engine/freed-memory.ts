import { returnFreedMemory } from '../../native/index.js';

/**
 * For programs that live long beside others: memory that is freed goes back to the system at once, where the allocator would
 * keep it (glibc). Costs a few page faults for each large buffer; commands that end soon do without. Once a process.
 */
export function keepMemorySmall(): void {
  returnFreedMemory();
}
