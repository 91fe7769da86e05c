import { describe, expect, it } from 'vitest';
import { fetchAnswer } from '../../../renderer/data/stream-answer.js';
import { CallError } from '../../../shared/errors/contract-error.js';

const answered = (body: BodyInit | null, more?: ResponseInit) =>
  fetchAnswer(async () => new Response(body, more), '/x');

async function errorOf(work: Promise<unknown>) {
  const thrown = await work.catch((reason: unknown) => reason);
  expect(thrown).toBeInstanceOf(CallError);
  return (thrown as CallError).error; // just checked
}

describe('an answer in bytes', () => {
  it('is read as bytes or as little-endian numbers, with its headers', async () => {
    const numbers = new Float64Array([1.5, Number.NaN, -0]);
    const answer = await answered(numbers.buffer, { headers: { 'x-rows': '3' } });
    expect([answer.header('x-rows'), answer.header('x-none')]).toEqual(['3', undefined]);
    expect(await answer.f64()).toEqual(numbers);
    expect(await (await answered(new Float32Array([2.5]).buffer)).f32()).toEqual(new Float32Array([2.5]));
    expect(await (await answered(new Uint8Array([1, 2, 3]))).bytes()).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('throws the envelope of a refusal', async () => {
    const error = { kind: 'gone', message: 'It is not open any more.' } as const;
    expect(await errorOf(answered(JSON.stringify({ ok: false, error }), { status: 404 }))).toEqual(error);
  });

  it('says so when a refusal has no envelope', async () => {
    expect(await errorOf(answered('<h1>', { status: 502 }))).toMatchObject({ kind: 'internal', details: 'status 502' });
  });

  it('reports a host that cannot be reached, and an answer that is cut off', async () => {
    const gone = fetchAnswer(() => Promise.reject(new TypeError('Failed to fetch')), '/x');
    expect(await errorOf(gone)).toMatchObject({ kind: 'io' });
    const odd = await answered(new Uint8Array(7));
    expect(await errorOf(odd.f32())).toMatchObject({ kind: 'io' });
  });

  it('passes an abort on unchanged', async () => {
    const signal = AbortSignal.abort();
    const fetching = fetchAnswer(() => Promise.reject(signal.reason), '/x', signal);
    await expect(fetching).rejects.toMatchObject({ name: 'AbortError' });
  });
});
