import { ArgumentError } from '../../../../shared/format/errors.js';
import { FieldWriter } from './field-writer.js';

/** A message of an object header that is written. */
export interface NewMessage {
  /** One of `MESSAGE`. */
  readonly type: number;
  readonly body: Uint8Array;
}

export const MAX_MESSAGE_BYTES = 0xffff;
/** The sizes of messages stand in 4 bytes; no times, no order of creation. */
const FLAGS = 0x02;

/** An object header of version 2, which HDF5 reads since 1.8. Throws ArgumentError when a message is too large for it. */
export function objectHeader(messages: readonly NewMessage[]): Uint8Array {
  const body = new FieldWriter();
  for (const { type, body: bytes } of messages) {
    if (bytes.byteLength > MAX_MESSAGE_BYTES) {
      throw new ArgumentError(`HDF5 cannot describe this: ${bytes.byteLength} bytes, at most ${MAX_MESSAGE_BYTES}`);
    }
    body.u8(type).u16(bytes.byteLength).u8(0).put(bytes);
  }
  return new FieldWriter().text('OHDR').u8(2).u8(FLAGS).u32(body.length).put(body.bytes()).checksum().bytes();
}

const SCALAR = 0;
const SIMPLE = 1;
const NULL_SPACE = 2;

/** The dataspace message of a shape, and of how far it may grow; of none at all for `undefined`. */
export function dataspaceMessage(shape: readonly number[] | undefined, limits: readonly number[] = []): Uint8Array {
  const kind = shape === undefined ? NULL_SPACE : shape.length === 0 ? SCALAR : SIMPLE;
  const writer = new FieldWriter()
    .u8(2)
    .u8(shape?.length ?? 0)
    .u8(limits.length > 0 ? 1 : 0)
    .u8(kind);
  for (const length of [...(shape ?? []), ...limits]) writer.u64(length);
  return writer.bytes();
}
