import { z } from 'zod';
import { calls } from '../../../shared/contract/calls.js';
import { streams } from '../../../shared/contract/streams.js';
import type { Random } from '../random.js';
import { type Json, mutated, valueFor } from './values.js';

/** A question to the host, and the way that it takes. */
export interface Question {
  readonly way: 'call' | 'stream' | 'socket' | 'text';
  readonly name: string;
  readonly request?: Json;
}

const FORMS = new Map<string, z.core.JSONSchema.BaseSchema>(
  [...Object.entries(calls).map(([name, { request }]) => [name, request] as const), ...Object.entries(streams)].map(
    ([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })],
  ),
);
const CALLS = Object.keys(calls);
const STREAMS = Object.keys(streams);
const STRANGE_NAMES = ['', 'constructor', '__proto__', 'toString', 'files', 'files.', 'x'.repeat(200)];

/**
 * What is measured takes minutes each time, and holds up the queue: these are asked for what is not there. The conformance suite
 * makes these calls with data.
 */
const MEASURING = ['compare.preview', 'compare.start', 'compare.rerun', 'compare.formats', 'compare.bandwidth'];

/** Any call or stream: as its schema wants it, with something wrong in it, or something else altogether. */
export function makeQuestion(random: Random): Question {
  const way = random.pick(['call', 'call', 'call', 'stream', 'socket', 'socket', 'text'] as const);
  const name = random.oneIn(50) ? random.pick(STRANGE_NAMES) : random.pick(way === 'stream' ? STREAMS : CALLS);
  const form = FORMS.get(name);
  const right = form ? valueFor(form, random) : {};
  const request = random.oneIn(2) ? right : mutated(right, random);
  const known = MEASURING.includes(name) ? withoutIds(request) : request;
  return { way, name, ...(known !== null && { request: known }) };
}

function withoutIds(request: Json): Json {
  return JSON.parse(JSON.stringify(request).replaceAll(/#id\d+#/g, 'nothing')) as Json; // what was JSON is JSON
}
