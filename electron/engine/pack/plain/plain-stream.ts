import type { Writable } from 'node:stream';
import { streamTarget } from '../../io/byte-target.js';
import type { PlainSink } from './plain-sink.js';

/** Writes plain bytes to a Node stream (standard output, a pipe, a socket), with back-pressure. */
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
