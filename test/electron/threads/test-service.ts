import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { bundleForNode } from '../../../build/vite.node.mjs';
import type { ThreadOptions } from '../../../electron/threads/thread-client.js';
import { errorTransport } from '../../../shared/errors/contract-error.js';

export interface TestService {
  readonly calls: {
    double(value: number): number;
    fail(request: { readonly chunkIndex: number }): void;
    uncopyable(request: null): void;
    /** Emits each number below it first. */
    count(to: number): number;
    byteLength(buffer: ArrayBuffer): number;
    wait(how: 'until cancelled' | 'for ever'): never;
    exit(code: number): never;
    /** Throws where nothing catches it. */
    crash(request: null): never;
    /** Number of pieces of all streams, and of streams that have ended. */
    pieceCounts(request: null): { readonly made: number; readonly left: number };
  };
  readonly streams: {
    pieces(request: { readonly count: number; readonly failsAt?: number }): { readonly title: string };
    /** Yields one piece and then waits for ever. */
    endless(request: null): { readonly title: string };
  };
  readonly event: { readonly kind: 'count'; readonly index: number } | { readonly kind: 'waiting' };
}

const root = join(import.meta.dirname, '../../..');

/** Bundles the worker for the tests of a file; returns the options of a thread that runs it. */
export function testThreads(): (change?: Partial<ThreadOptions>) => ThreadOptions {
  const folder = mkdtempSync(join(tmpdir(), 'threads-'));
  beforeAll(async () => {
    await bundleForNode({ entry: 'test/electron/threads/test-worker.ts', file: 'test.cjs' }, { root, outDir: folder });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));
  const files = { workerFile: join(folder, 'test.cjs') };
  return (change) => ({ name: 'test', files, errors: errorTransport, ...change });
}
