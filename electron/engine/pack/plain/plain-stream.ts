import type { Writable } from 'node:stream';
import { streamTarget } from '../../io/stream-target.js';
import type { PlainSink } from './plain-sink.js';

/** A Node stream as the place for plain bytes: standard output, a pipe, a socket. Back-pressure is honoured. */
export function plainStreamSink(stream: Writable, name = '<stream>'): PlainSink {
  const target = streamTarget(stream, name);
  return {
    name,
    async begin() {},
    write: (bytes) => target.append(bytes),
    finish: () => target.commit(),
    abort: () => target.discard(),
  };
}
