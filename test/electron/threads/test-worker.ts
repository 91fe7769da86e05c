/** The thread of the tests: answers, fails, counts its pieces, and fails in different ways on request. */
import { serveThread } from '../../../electron/threads/thread-server.js';
import { errorTransport } from '../../../shared/errors/contract-error.js';
import { ChecksumError } from '../../../shared/format/errors.js';
import type { TestService } from './test-service.js';

/** A timer keeps the thread from ending by itself. */
function forever(signal?: AbortSignal): Promise<never> {
  const timer = setInterval(() => undefined, 1000);
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      clearInterval(timer);
      reject(new Error('stopped by its signal'));
    });
  });
}

serveThread<TestService>(errorTransport, (emit) => {
  let made = 0;
  let left = 0;

  async function* pieces(count: number, failsAt: number): AsyncGenerator<Uint8Array> {
    try {
      for (let index = 0; index < count; index++) {
        if (index === failsAt) throw new ChecksumError('chunk', 'damaged', { chunkIndex: index });
        made++;
        yield Uint8Array.of(index);
      }
    } finally {
      left++;
    }
  }

  return {
    calls: {
      double: (value) => value * 2,
      fail: ({ chunkIndex }) => {
        throw new ChecksumError('chunk', 'chunk is damaged', { file: '/secret/a.blp', chunkIndex });
      },
      // What is not plain data cannot be copied to the caller.
      uncopyable: () => (() => undefined) as never,
      count: (to) => {
        for (let index = 0; index < to; index++) emit({ kind: 'count', index });
        return to;
      },
      byteLength: (buffer) => buffer.byteLength,
      wait: async (how, signal) => {
        emit({ kind: 'waiting' });
        return forever(how === 'until cancelled' ? signal : undefined);
      },
      exit: (code) => process.exit(code),
      crash: async () => {
        setTimeout(() => {
          throw new RangeError('out of everything');
        });
        return forever();
      },
      pieceCounts: () => ({ made, left }),
    },
    streams: {
      pieces: async ({ count, failsAt = -1 }) => ({ title: `${count} pieces`, body: pieces(count, failsAt) }),
      endless: async (_, signal) => ({
        title: 'endless',
        body: (async function* () {
          yield Uint8Array.of(0);
          await forever(signal);
        })(),
      }),
    },
  };
});
