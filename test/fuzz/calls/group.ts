import type { Result } from '../../../shared/contract/result.js';
import { type Group, mustHold } from '../group.js';
import { Random } from '../random.js';
import { FuzzedHosts } from './fuzzed-hosts.js';
import { makeQuestion, type Question } from './make.js';

/** Two hosts with all their threads. */
const MAX_BYTES = 2 * 2 ** 30;
const REFILL_EVERY = 200;
/** More than this much of a stream says nothing new. */
const MAX_STREAM_BYTES = 4 * 2 ** 20;
const MAX_IDS = 300;

const ERROR_KINDS = [
  'format',
  'checksum',
  'codec',
  'io',
  'argument',
  'cancelled',
  'forbidden',
  'unknown-call',
  'bad-request',
  'gone',
];

/** Calls of the contract with any JSON, from a page that has the token: each gets an answer of the right form. */
export const callsOfContract: Group = {
  maxBytes: MAX_BYTES,
  make: (seed) => new TextEncoder().encode(JSON.stringify(makeQuestion(new Random(seed)))),
  async check(input, caseIndex) {
    const asker = await theAsker();
    if (caseIndex % REFILL_EVERY === 0) await asker.refill();
    await asker.ask(new TextDecoder().decode(input));
  },
};

let started: Promise<Asker> | undefined;

function theAsker(): Promise<Asker> {
  started ??= FuzzedHosts.start().then((hosts) => new Asker(hosts));
  return started;
}

class Asker {
  readonly #hosts: FuzzedHosts;
  /** Of files, documents, jobs, runs and tasks: of the host in this process, and of the web host. */
  readonly #ids = { call: new Set<string>(), socket: new Set<string>() };

  constructor(hosts: FuzzedHosts) {
    this.#hosts = hosts;
  }

  async refill(): Promise<void> {
    this.#hosts.refill();
    for (const id of this.#hosts.host.admitPaths([...this.#hosts.paths, this.#hosts.folder])) this.#ids.call.add(id);
    this.#keep('socket', await this.#hosts.ask('files.browse', {}));
  }

  async ask(text: string): Promise<void> {
    const { way } = JSON.parse(text) as Question; // as it was made
    const known = [...this.#ids[way === 'socket' || way === 'text' ? 'socket' : 'call']];
    const pick = (_: string, number: string) => known[Number(number) % known.length] ?? 'nothing';
    const { name, request } = JSON.parse(text.replaceAll(/#id(\d+)#/g, pick)) as Question;
    if (way === 'text') return this.#hosts.say(JSON.stringify(request ?? null), idOf(request));
    if (way === 'stream') return this.#readStream(name, request);
    const result =
      way === 'socket' ? await this.#hosts.ask(name, request) : await this.#hosts.host.dispatch(name, request);
    if (way === 'socket' && result === undefined) return;
    requireResult(name, result);
    this.#keep(way, result);
  }

  async #readStream(name: string, request: unknown): Promise<void> {
    const controller = new AbortController();
    const result = await this.#hosts.host.stream(name, request, controller.signal);
    requireResult(name, result);
    if (!result.ok) return;
    let bytes = 0;
    try {
      for await (const piece of result.value.body) {
        bytes += piece.byteLength;
        if (bytes > MAX_STREAM_BYTES) break;
      }
    } catch (error) {
      mustHold(error instanceof Error && error.message !== '', `the stream ${name} says why it breaks off`);
    }
    controller.abort();
  }

  /** Ids of what an answer tells of, for later questions. */
  #keep(way: 'call' | 'socket', result: Result<unknown> | undefined): void {
    const text = JSON.stringify(result) ?? '';
    for (const [, id = ''] of text.matchAll(/"(?:id|document|task|run|batchId)":"([^"]{1,100})"/g))
      this.#ids[way].add(id);
    for (const id of this.#ids[way]) {
      if (this.#ids[way].size <= MAX_IDS) break;
      this.#ids[way].delete(id);
    }
  }
}

/** So that an answer to a text that happens to be a call is noticed. */
function idOf(request: unknown): number {
  const id = typeof request === 'object' && request !== null && 'id' in request ? request.id : undefined;
  return typeof id === 'number' ? id : -1;
}

function requireResult(name: string, result: Result<unknown> | undefined): asserts result is Result<unknown> {
  mustHold(typeof result === 'object' && result !== null, `${name} is answered`);
  if (result?.ok) return mustHold('value' in result, `${name} has a value`);
  mustHold(result?.ok === false, `${name} says whether it went well`);
  const { kind, message, details } = result?.ok === false ? result.error : { kind: '', message: '', details: '' };
  mustHold(ERROR_KINDS.includes(kind), `${name}: an error of the kind '${kind}': ${message}\n${details}`);
  mustHold(message !== '', `${name} says what is wrong`);
}
