/** An answer in bytes, whoever carries it. */
export interface ByteAnswer {
  /** Of the stream's own, all of them named `x-…`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  /** There for what is to be saved rather than looked at. */
  readonly fileName?: string;
  /** Absent where nobody knows before the end. */
  readonly sizeBytes?: number;
  /** Made as it is read. Leaving it before its end stops the work. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The same answer once its first piece is there: what fails before that is thrown now, while it can still be told in words.
 */
export async function begun(answer: ByteAnswer): Promise<ByteAnswer> {
  const iterator = answer.body[Symbol.asyncIterator]();
  let first: IteratorResult<Uint8Array> | undefined = await iterator.next();
  const next = (): Promise<IteratorResult<Uint8Array>> => {
    const piece = first;
    first = undefined;
    return piece ? Promise.resolve(piece) : iterator.next();
  };
  const leave = async (): Promise<IteratorResult<Uint8Array>> => {
    await iterator.return?.();
    return { done: true, value: undefined };
  };
  return { ...answer, body: { [Symbol.asyncIterator]: () => ({ next, return: leave }) } };
}
