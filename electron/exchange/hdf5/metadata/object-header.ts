import { ascii } from '../../../../shared/format/bytes.js';
import type { Fields } from './fields.js';
import type { Hdf5File } from './hdf5-file.js';

/** The numbers of the header messages that are read. */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** One message of an object header: a property of a group or of a dataset. */
export interface Message {
  readonly type: number;
  /** Stored elsewhere: `body` says where. */
  readonly isShared: boolean;
  /** Do not write to it. */
  readonly body: Uint8Array;
}

/** Far more than any object has, in bytes: a group with a million links has about 40 MB. */
const MAX_HEADER_BYTES = 2 ** 28;
const PREFIX_BYTES = 64;
/** The type of room that no message takes. */
const UNUSED = 0;
const FLAG_SHARED = 0x02;
const FLAG_CREATION_ORDER = 0x04;
const FLAG_PHASE_CHANGE = 0x10;
const FLAG_TIMES = 0x20;

/** The messages of an object, in the order of the file. Throws FormatError. */
export async function readObjectHeader(file: Hdf5File, address: number): Promise<readonly Message[]> {
  const prefix = await file.fieldsUpTo(address, PREFIX_BYTES, 'the object header');
  const isNew = ascii(prefix.take(4)) === 'OHDR';
  prefix.offset = 0;
  return new HeaderReader(file).read(address, prefix, isNew);
}

/** Where messages are, and how they are laid out there. */
interface Block {
  readonly address: number;
  readonly sizeBytes: number;
}

class HeaderReader {
  readonly #file: Hdf5File;
  readonly #messages: Message[] = [];
  readonly #left: Block[] = [];
  readonly #seen = new Set<number>();
  #bytes = 0;

  constructor(file: Hdf5File) {
    this.#file = file;
  }

  async read(address: number, prefix: Fields, isNew: boolean): Promise<readonly Message[]> {
    const creationOrder = isNew ? await this.#newBlock(address, prefix) : await this.#oldBlock(address, prefix);
    for (let block = this.#left.shift(); block !== undefined; block = this.#left.shift()) {
      const fields = await this.#block(block);
      if (isNew) fields.signature('OCHK');
      this.#take(fields, block.sizeBytes - (isNew ? 4 : 0), isNew, creationOrder);
      if (isNew) fields.checksum();
    }
    return this.#messages;
  }

  async #oldBlock(address: number, prefix: Fields): Promise<boolean> {
    prefix.version([1]);
    prefix.skip(7);
    const sizeBytes = prefix.u32();
    const block = { address: address + 16, sizeBytes };
    this.#take(await this.#block(block), sizeBytes, false, false);
    return false;
  }

  async #newBlock(address: number, prefix: Fields): Promise<boolean> {
    prefix.signature('OHDR');
    prefix.version([2]);
    const flags = prefix.u8();
    if (flags & FLAG_TIMES) prefix.skip(16);
    if (flags & FLAG_PHASE_CHANGE) prefix.skip(4);
    const messageBytes = prefix.uint(2 ** (flags & 3));
    const start = prefix.offset;
    const fields = await this.#block({ address, sizeBytes: start + messageBytes + 4 });
    fields.skip(start);
    const hasCreationOrder = (flags & FLAG_CREATION_ORDER) !== 0;
    this.#take(fields, start + messageBytes, true, hasCreationOrder);
    fields.checksum();
    return hasCreationOrder;
  }

  async #block({ address, sizeBytes }: Block): Promise<Fields> {
    this.#bytes += sizeBytes;
    if (this.#seen.has(address)) throw this.#file.fault('the parts of an object header form a circle', address);
    if (this.#bytes > MAX_HEADER_BYTES) {
      throw this.#file.fault(`an object header is larger than ${MAX_HEADER_BYTES} bytes`, address);
    }
    this.#seen.add(address);
    return this.#file.fields(address, sizeBytes, 'the object header');
  }

  /** Reads messages up to `endOffset`; what is too short for another one is a gap. */
  #take(fields: Fields, endOffset: number, isNew: boolean, hasCreationOrder: boolean): void {
    const typeBytes = isNew ? 1 : 2;
    const reservedBytes = isNew ? (hasCreationOrder ? 2 : 0) : 3;
    while (endOffset - fields.offset >= typeBytes + 3 + reservedBytes) {
      const type = fields.uint(typeBytes);
      const sizeBytes = fields.u16();
      const flags = fields.u8();
      fields.skip(reservedBytes);
      if (sizeBytes > endOffset - fields.offset) throw fields.fault('has a message that reaches behind its end');
      this.#add({ type, isShared: (flags & FLAG_SHARED) !== 0, body: fields.take(sizeBytes) });
    }
    fields.skip(endOffset - fields.offset);
  }

  #add(message: Message): void {
    if (message.type === MESSAGE.continuation) this.#left.push(this.#continuation(message.body));
    else if (message.type !== UNUSED) this.#messages.push(message);
  }

  #continuation(body: Uint8Array): Block {
    const fields = this.#file.fieldsOf(body, 'a continuation of an object header');
    return { address: fields.definedAddress(), sizeBytes: fields.length() };
  }
}

/**
 * The body of a message, also when it is stored with another object: a datatype that has a name of its own. Throws FormatError;
 * undefined for the rare messages that a file's shared message table holds.
 */
export async function messageBody(file: Hdf5File, { type, isShared, body }: Message): Promise<Uint8Array | undefined> {
  if (!isShared) return body;
  const fields = file.fieldsOf(body, 'a shared message');
  const version = fields.version([1, 2, 3]);
  const kind = fields.u8();
  if (version === 1) fields.skip(6);
  if (version === 3 && kind !== 2) return undefined;
  const address = fields.definedAddress();
  const found = (await readObjectHeader(file, address)).find((message) => message.type === type);
  if (found === undefined || found.isShared) throw file.fault('a shared message is not where it should be', address);
  return found.body;
}
