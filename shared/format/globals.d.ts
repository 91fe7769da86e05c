/**
 * The two host classes that `shared/format` may use: the WHATWG Encoding Standard, the same in Node and in browsers.
 * Declared here because this realm is compiled with neither Node's nor the DOM's library.
 */
declare class TextDecoder {
  constructor(label?: 'utf-8' | 'latin1', options?: { fatal?: boolean });
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
