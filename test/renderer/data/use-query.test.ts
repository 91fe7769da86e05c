// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { useQuery } from '../../../renderer/data/use-query.js';
import { gated } from '../gated.js';

afterEach(cleanup);

interface Load {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly onPart: (value: string) => void;
}

/** A query whose loads end when the test says so. */
function openQuery(firstKey: string | undefined, kept = 0) {
  const gate = gated<Load, string>();
  const hook = renderHook(
    ({ key }) => useQuery(key, (signal, wanted, onPart) => gate.ask({ key: wanted, signal, onPart }), { kept }),
    { initialProps: { key: firstKey } },
  );
  const answer = (value: string, key: string) =>
    act(() =>
      gate.answer(
        () => value,
        (load) => load.key === key,
      ),
    );
  const loads = () => gate.asked.map(({ key }) => key);
  return { gate, hook, query: () => hook.result.current, answer, loads };
}

describe('a query', () => {
  it('keeps the value for the key before until its own is loaded', async () => {
    const { hook, query, answer } = openQuery('a');
    expect(query()).toMatchObject({ value: undefined, isLoading: true });
    await answer('value of a', 'a');
    hook.rerender({ key: 'b' });
    expect(query()).toMatchObject({ value: 'value of a', valueKey: 'a', isCurrent: false, isLoading: true });
    await answer('value of b', 'b');
    expect(query()).toMatchObject({ value: 'value of b', valueKey: 'b', isCurrent: true, isLoading: false });
  });

  it('aborts the load for the key before, and drops its value', async () => {
    const { gate, hook, query, answer } = openQuery('a');
    await expect.poll(() => gate.waiting()).toBe(1);
    hook.rerender({ key: 'b' });
    expect(gate.asked[0]?.signal.aborted).toBe(true);
    await answer('value of a', 'a');
    expect(query().value).toBeUndefined();
    await answer('value of b', 'b');
    expect(query().value).toBe('value of b');
  });

  it('shows no value of another key beside an error, and its own value beside the error of a refresh', async () => {
    const { gate, hook, query, answer } = openQuery('a');
    await answer('value of a', 'a');
    hook.rerender({ key: 'b' });
    await act(() => gate.fail(new Error('chunk 1 is damaged')));
    expect(query()).toMatchObject({ value: undefined, valueKey: undefined, isCurrent: false });
    hook.rerender({ key: 'a' });
    await answer('value of a', 'a');
    act(() => query().refresh());
    await act(() => gate.fail(new Error('the disk failed')));
    expect(query()).toMatchObject({ value: 'value of a', isCurrent: true });
    expect(query().error?.details).toContain('the disk failed');
  });

  it('reports a failure until it is repeated with success', async () => {
    const { gate, query, answer, loads } = openQuery('a');
    await act(() => gate.fail(new Error('the disk failed')));
    expect(query().error?.details).toContain('the disk failed');
    expect(query().isLoading).toBe(false);
    act(() => query().retry());
    expect(query()).toMatchObject({ error: undefined, isLoading: true });
    await answer('value', 'a');
    expect(query()).toMatchObject({ value: 'value', error: undefined });
    expect(loads()).toEqual(['a', 'a']);
  });

  it('refreshes after the load that is running, once', async () => {
    const { gate, query, answer, loads } = openQuery('a');
    await expect.poll(() => gate.waiting()).toBe(1);
    act(() => {
      query().refresh();
      query().refresh();
    });
    await answer('first', 'a');
    await answer('second', 'a');
    expect(query().value).toBe('second');
    expect(loads()).toEqual(['a', 'a']);
    expect(gate.waiting()).toBe(0);
  });

  it('shows parts of the first load for a key, and a refresh when it is complete', async () => {
    const { gate, query, answer } = openQuery('a');
    await expect.poll(() => gate.waiting()).toBe(1);
    act(() => gate.asked[0]?.onPart('half'));
    expect(query()).toMatchObject({ value: 'half', isCurrent: true });
    await answer('whole', 'a');
    act(() => query().refresh());
    await expect.poll(() => gate.waiting()).toBe(1);
    act(() => gate.asked[1]?.onPart('half again'));
    expect(query().value).toBe('whole');
    await answer('whole again', 'a');
    expect(query().value).toBe('whole again');
  });

  it('keeps as many values as it is to, those used last', async () => {
    const { hook, query, answer, loads } = openQuery('a', 2);
    await answer('1', 'a');
    for (const [key, value] of [['b', '2'] as const, ['a', undefined] as const, ['c', '3'] as const]) {
      hook.rerender({ key });
      if (value) await answer(value, key);
      await expect.poll(() => query().valueKey).toBe(key);
    }
    expect(loads()).toEqual(['a', 'b', 'c']);
    hook.rerender({ key: 'a' });
    await expect.poll(() => query().value).toBe('1');
    hook.rerender({ key: 'b' });
    await answer('2 again', 'b');
    expect(loads()).toEqual(['a', 'b', 'c', 'b']);
  });

  it('loads nothing without a key', async () => {
    const { query, loads } = openQuery(undefined);
    await act(async () => {});
    expect(query()).toMatchObject({ value: undefined, isLoading: false });
    expect(loads()).toEqual([]);
  });
});
