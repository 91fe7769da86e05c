import type { Writable } from 'node:stream';
import { containerArray } from '../engine/arrays/container-array.js';
import { npyHeaderFor } from '../engine/arrays/npy-head.js';
import type { PlainSink } from '../engine/pack/plain/plain-sink.js';
import { plainStreamSink } from '../engine/pack/plain/plain-stream.js';

/** A `.npy` file as a stream, its header made from the container's metadata. */
export function npyStreamSink(stream: Writable, name: string): PlainSink {
  const sink = plainStreamSink(stream, name);
  return {
    ...sink,
    async begin(info) {
      const { spec } = containerArray(info);
      await sink.begin(info);
      await sink.write(npyHeaderFor(spec));
    },
  };
}
